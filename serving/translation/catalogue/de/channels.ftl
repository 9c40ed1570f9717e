# What a channel says by itself, in German. See about.yml.

channel-text-only = Ich kann nur Text lesen. Bitte schreiben Sie mir, worum es geht.
channel-greeting = Guten Tag! Schreiben Sie mir, und ich helfe Ihnen oder verbinde Sie mit unserem Team.
