"""Time expressions: a string and an anchor date in, spans with TIMEX3 types and values out.

The one public function is `find_times` (`find`). A text becomes tokens, a token the class that the language's
`dates.toml` gives it (`tokens`); the file's rules are patterns over classes (`grammar`); what a rule matched (`values`)
is turned into times by its maker (`makers`: `of_calendar`, `of_anchor`, `of_clock`, `of_length`), with the calendar of
TIMEX3 values (`calendar`) and the tense of the sentence (`tense`); `context` refuses what only looks like a time.
The annotation follows the public TIMEX3 definition (TimeML 1.2.1; ISO 24617-1).
"""

from tellings.text.dates.find import find_times
from tellings.text.dates.values import Time

__all__ = ["Time", "find_times"]
