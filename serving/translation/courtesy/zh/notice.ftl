### Said above a text that stays in the language it was written in.

notice-untranslated = 无法将此消息翻译成您的语言。原文如下：
