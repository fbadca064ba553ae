"""pairs: Shingle, Article -> Pair. The pairs of articles that share enough runs of words to be compared."""

from dataclasses import dataclass

from tellings.model import Article, Pair, Shingle
from tellings.stage import Settings, Stage


@dataclass(frozen=True)
class PairSettings(Settings):
    """Which pairs are compared."""

    least: int = 2  # shared shingles; with one in four sampled, a passage of about a dozen words
    spread: int = 40  # articles with a shingle up to which all their pairs count: 780 pairs at most
    beside: int = 3  # beyond it each meets so many that follow: a text that hundreds carry costs no square
    outlet: int = 5  # articles of one outlet with a shingle from which it is that outlet's chrome ...
    chrome: int = 3  # ... unless it makes up more than one in so many of an article's shingles: versions of one text

    def sql(self) -> str:
        """The SELECT, in the part of SQL that DuckDB and Spark run alike."""
        return SELECT.format(
            least=self.least, spread=self.spread, beside=self.beside, outlet=self.outlet, chrome=self.chrome
        )


SELECT = """
with placed as (
    select shingle.article_id, shingle.hash, min(shingle.position) as position, article.outlet
    from shingle join article on article.article_id = shingle.article_id
    group by shingle.article_id, shingle.hash, article.outlet
), of_outlet as (
    select hash, outlet, count(*) as articles from placed group by hash, outlet
), spread as (
    select hash, sum(articles) as articles, max(case when outlet = '' then 0 else articles end) as most
    from of_outlet group by hash having sum(articles) > 1
), met as (
    select placed.article_id, placed.hash, placed.position, spread.articles,
        case when spread.most >= {outlet} and 2 * spread.most > spread.articles then 1 else 0 end as repeated
    from placed join spread on spread.hash = placed.hash
), sizes as (
    select article_id, count(*) as shingles from placed group by article_id
), chrome as (
    select met.article_id, list_sort(list(met.position)) as common
    from met join sizes on sizes.article_id = met.article_id
    where met.repeated = 1
    group by met.article_id, sizes.shingles having count(*) * {chrome} <= sizes.shingles
), told as (
    select met.article_id, met.hash, met.articles,
        row_number() over (partition by met.hash order by met.article_id) as place
    from met left join chrome on chrome.article_id = met.article_id
    where met.repeated = 0 or chrome.article_id is null
), pairs as (
    select a.article_id as first_id, b.article_id as second_id
    from told a join told b on a.hash = b.hash
    where a.place < b.place and b.place <= a.place + case when a.articles <= {spread} then {spread} else {beside} end
    group by a.article_id, b.article_id having count(*) >= {least}
), named as (
    select md5(first_id || second_id) as pair_id, first_id as article_id from pairs
    union all
    select md5(first_id || second_id) as pair_id, second_id as article_id from pairs
)
select named.pair_id, named.article_id, chrome.common
from named left join chrome on chrome.article_id = named.article_id
"""

STAGE = Stage(
    name="pairs",
    version=1,
    reads=(Shingle, Article),
    writes=(Pair,),
    select=PairSettings().sql(),
    settings=PairSettings(),
)
