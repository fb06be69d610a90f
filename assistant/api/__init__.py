"""The service over HTTP: the guard, the page's log-in, the REST API and the OpenAI-compatible one."""
