"""What the bot does in the world. Whatever is a rasa_sdk `Action` in here is found by itself."""
