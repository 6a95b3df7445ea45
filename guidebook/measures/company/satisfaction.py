"""What owners answered on the slips they hand back (R090): 1 to 5 for each of three questions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from guidebook.measures.company.population import LEAST_SHOPS
from guidebook.model import Month

QUESTIONS = ("q1", "q2", "q3")
UNSATISFIED = 2
"""An answer up to here is a matter for the next visit."""


def satisfaction(
    feedback: pd.DataFrame, shops: pd.DataFrame, month: Month, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Mean answers of a month.

    Args:
        feedback: Rows of month, license_no, q1, q2, q3; of several a shop gave in a month the last holds.
        shops: As `shops_of` gives them.
        month: The month.
        by: Columns of `shops` by which answers are put together.

    Returns:
        One row a (*by, question): n (shops that answered it), mean, unsatisfied (share of answers up to 2); both null
        where fewer than five answered.
    """
    answers = feedback[feedback["month"] == month.number].drop_duplicates("license_no", keep="last")
    long = answers.melt("license_no", list(QUESTIONS), "question", "answer").dropna(subset="answer")
    long = long.merge(shops[["license_no", *by]], on="license_no")
    answer = long["answer"].astype(float)
    long = long.assign(answer=answer, unsatisfied=answer <= UNSATISFIED)
    groups = long.groupby([*by, "question"], dropna=False)
    frame = groups.agg(n=("answer", "size"), mean=("answer", "mean"), unsatisfied=("unsatisfied", "mean"))
    shown = frame["n"] >= LEAST_SHOPS
    frame[["mean", "unsatisfied"]] = frame[["mean", "unsatisfied"]].where(shown)
    return frame.reset_index()


def unsatisfied(feedback: pd.DataFrame, month: Month) -> pd.DataFrame:
    """Who answered 2 or less to a question in a month, the worst first: to be seen to at the next visit.

    Returns:
        license_no, question, answer, text.
    """
    answers = feedback[feedback["month"] == month.number].drop_duplicates("license_no", keep="last")
    long = answers.melt(["license_no", "text"], list(QUESTIONS), "question", "answer").dropna(subset="answer")
    worst = long[long["answer"] <= UNSATISFIED].sort_values(["answer", "license_no", "question"])
    return worst[["license_no", "question", "answer", "text"]].reset_index(drop=True)
