# What a channel says by itself, before anything reaches the assistant.

channel-text-only = I can only read text. Please write to me what it is about.
channel-greeting = Hello! Write to me and I'll help, or put you through to a colleague.
