"""pairs: Shingle, Article -> Pair. The pairs of articles that share enough runs of words to be compared."""

from dataclasses import asdict, dataclass

from tellings.model import Article, Pair, Shingle
from tellings.stage import Settings, Stage


@dataclass(frozen=True)
class PairSettings(Settings):
    """Which pairs are compared."""

    least: int = 2  # shared shingles; with one in four sampled, a passage of about a dozen words
    spread: int = 40  # articles with a shingle up to which all their pairs count: 780 pairs at most
    beside: int = 3  # beyond it each meets so many that follow: a text that hundreds carry costs no square
    outlet: int = 4  # articles of one outlet with a shingle from which it is a repeated line, if most are its own
    formula: int = 20  # ... or of any outlets: "not be published, broadcast, rewritten or redistributed"
    days: int = 4  # days of publication from which a repeated line lasts: reprints of one text come within a few days
    lasting: int = 750  # per thousand of an article's shingles that lasting lines may make up: there are bare stubs ...
    passing: int = 333  # ... and others: where they are more, the article is itself one of many copies

    def sql(self) -> str:
        """The SELECT, in the part of SQL that DuckDB and Spark run alike."""
        return SELECT.format(**asdict(self))


SELECT = """
with placed as (
    select shingle.article_id, shingle.hash, article.outlet, substr(article.published, 1, 10) as day,
        min(shingle.position) as position
    from shingle join article on article.article_id = shingle.article_id
    group by shingle.article_id, shingle.hash, article.outlet, substr(article.published, 1, 10)
), spread as (
    select hash, count(*) as articles, count(distinct case when day = '' then null else day end) as days
    from placed group by hash having count(*) > 1
), of_outlet as (
    select hash, outlet, count(*) as articles from placed where outlet <> '' group by hash, outlet
), most as (
    select hash, max(articles) as articles from of_outlet group by hash
), met as (
    select placed.article_id, placed.hash, placed.position, spread.articles,
        case when spread.articles < {formula}
                and (coalesce(most.articles, 0) < {outlet} or 2 * most.articles <= spread.articles) then 0
            when spread.days >= {days} then 2 else 1 end as repeated
    from placed join spread on spread.hash = placed.hash left join most on most.hash = placed.hash
), sizes as (
    select article_id, count(*) as shingles from placed group by article_id
), repeated as (
    select article_id, repeated, count(*) as shingles from met where repeated > 0 group by article_id, repeated
), lines as (
    select met.article_id, met.hash, met.position
    from met
    join repeated on repeated.article_id = met.article_id and repeated.repeated = met.repeated
    join sizes on sizes.article_id = met.article_id
    where repeated.shingles * 1000
        <= sizes.shingles * case when met.repeated = 2 then {lasting} else {passing} end
), chrome as (
    select article_id, list_sort(list(position)) as common from lines group by article_id
), told as (
    select met.article_id, met.hash, met.articles,
        row_number() over (partition by met.hash order by met.article_id) as place
    from met left join lines on lines.article_id = met.article_id and lines.hash = met.hash
    where lines.hash is null
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
