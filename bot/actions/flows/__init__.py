"""The flows of the sample assistant, one a file: docs/flows.md says how to add one."""
