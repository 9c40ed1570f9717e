"""Every module that declares tables, so that models and migrations can be compared."""

from __future__ import annotations

from serving.channels import models as _channels
from serving.contacts import models as _contacts
from serving.conversations import models as _conversations
from serving.db import Base
from serving.knowledge import models as _knowledge
from serving.operators import models as _operators

TABLES = (_channels, _contacts, _conversations, _knowledge, _operators)
target_metadata = Base.metadata
