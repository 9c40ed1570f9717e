# What differs from de/channels.ftl in German, addressing the customer as "du".
# Who wrote and who reviewed these words: ../de/about.yml.

channel-text-only = Ich kann nur Text lesen. Bitte schreib mir, worum es geht.
channel-greeting = Hallo! Schreib mir, und ich helfe dir oder verbinde dich mit unserem Team.
channel-choose-number = Bitte antworte mit einer Zahl.
channel-file-received = Danke, ich habe deine Datei in dieser Unterhaltung abgelegt, und unser Team kann sie sich ansehen. Ich selbst kann nur Text lesen: Bitte schreib mir, worum es geht.
