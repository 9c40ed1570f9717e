"""Words as Rasa splits them, with the spelling of each language evened out for the counts."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.locale import in_english, locale_of
from bot.emoji import in_words
from bot.locales import PIVOT, folded, western_digits


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldingTokenizer(WhitespaceTokenizer):
    """A token's `text` is the customer's, its `lemma` what the featurizers of counts read. They read the
    English words too, after the last token: one example then speaks for all languages."""

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        locale = locale_of(message)
        tokens = [
            Token(
                token.text,
                token.start,
                token.end,
                token.data,
                lemma=folded(western_digits(token.text), locale),
            )
            for token in super().tokenize(message, attribute)
        ]
        if attribute == TEXT and tokens and (locale != PIVOT or in_words(message.get(TEXT))):
            tokens[-1].lemma = f"{tokens[-1].lemma} {folded(in_english(message), PIVOT)}"
        return tokens
