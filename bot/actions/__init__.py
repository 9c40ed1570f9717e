"""What the bot does in the world. `python -m rasa_sdk --actions bot.actions` registers all of it."""
