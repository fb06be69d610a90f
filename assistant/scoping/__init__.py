"""Where a question may be answered: which places, years and bulletins it names, and which of them are held."""
