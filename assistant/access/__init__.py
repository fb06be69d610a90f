"""Who uses the service, what their role lets them do, and what is written down of it."""
