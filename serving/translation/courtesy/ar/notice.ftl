### Said above a text that stays in the language it was written in.

notice-untranslated = لم نتمكن من ترجمة هذه الرسالة إلى لغتكم. إليكم النص الأصلي:
