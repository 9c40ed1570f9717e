import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.knowledge.prompt import (
    MAX_CANDIDATES,
    MAX_CHOSEN,
    NONE,
    Candidate,
    choices,
    messages,
    parse,
    structured,
)

SHIPPING = Candidate(
    sentence="Standard shipping costs EUR 4.90.", title="Shipping", heading="Cost", chance=0.713
)
RETURNS = Candidate(
    sentence="You can return an item within 30 days.", title="Returns", heading=None, chance=0.2
)

candidates = st.builds(
    Candidate,
    sentence=st.text(max_size=500),
    title=st.text(max_size=100),
    heading=st.none() | st.text(max_size=100),
    chance=st.floats(min_value=0, max_value=1),
)
candidate_lists = st.lists(candidates, min_size=1, max_size=MAX_CANDIDATES)
counts = st.integers(min_value=1, max_value=MAX_CANDIDATES)
histories = st.lists(st.tuples(st.sampled_from(["customer", "bot"]), st.text(max_size=400)), max_size=8)


def test_a_line_shows_source_sentence_match_and_number() -> None:
    user = messages("How much is shipping?", [SHIPPING, RETURNS])[-1]["content"]
    assert user == (
        "### Question\n"
        "How much is shipping?\n"
        "### Sentences\n"
        "Shipping / Cost: Standard shipping costs EUR 4.90. | 71 | 1\n"
        "Returns: You can return an item within 30 days. | 20 | 2"
    )


def test_history_stands_before_the_question_and_only_its_end_is_kept() -> None:
    history = [("customer", f"message {number}") for number in range(6)]
    user = messages("And express?", [SHIPPING], history=history)[-1]["content"]
    assert user.startswith("### Conversation\ncustomer: message 2\ncustomer: message 3\n")
    assert user.index("message 5") < user.index("### Question\nAnd express?")


def test_the_model_does_not_see_what_identifies_a_person() -> None:
    history = [("customer", "I am ana@shop.example")]
    user = messages("Where is P-10482 of ana@shop.example?", [SHIPPING], history=history)[-1]["content"]
    assert "customer: I am EMAIL_1\n### Question\nWhere is REFERENCE_2 of EMAIL_1?\n" in user


@given(candidate_lists, candidate_lists, st.text(), st.text())
def test_the_instructions_are_the_same_for_every_question(
    one: list[Candidate], other: list[Candidate], question: str, another: str
) -> None:
    assert messages(question, one)[0] == messages(another, other)[0]


@given(st.text(), candidate_lists, histories)
def test_nothing_a_customer_or_a_document_says_adds_a_line_to_the_prompt(
    question: str, shown: list[Candidate], history: list[tuple[str, str]]
) -> None:
    prompt = messages(question, shown, history=history)
    earlier = min(len(history), 4) + 1 if history else 0
    assert [message["role"] for message in prompt] == ["system", "user"]
    assert len(prompt[1]["content"].split("\n")) == 3 + len(shown) + earlier


@given(
    st.text(alphabet="ab 漢", max_size=5000),
    st.lists(candidates, min_size=MAX_CANDIDATES, max_size=MAX_CANDIDATES),
)
def test_a_prompt_has_a_bound_whatever_it_is_given(question: str, shown: list[Candidate]) -> None:
    assert len(messages(question, shown)[1]["content"]) < 4000


@given(counts)
def test_every_reply_the_model_may_give_is_parsed_to_different_indexes_that_exist(count: int) -> None:
    for reply in choices(count):
        indexes = parse(reply, count)
        assert indexes == sorted(set(indexes))
        assert all(0 <= index < count for index in indexes)
        assert (indexes == []) == (reply == NONE)
        assert len(indexes) <= MAX_CHOSEN


@given(counts, st.data())
def test_every_set_of_up_to_three_indexes_can_be_replied(count: int, data: st.DataObject) -> None:
    chosen = sorted(data.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=MAX_CHOSEN)))
    reply = ",".join(str(index + 1) for index in chosen)
    assert reply in choices(count)
    assert parse(reply, count) == chosen


@pytest.mark.parametrize("text,indexes", [(" 2 , 3\n", [1, 2]), ("None", []), ("3,1", [2, 0])])
def test_spaces_capitals_and_the_models_own_order_are_understood(text: str, indexes: list[int]) -> None:
    assert parse(text, 3) == indexes


@pytest.mark.parametrize(
    "text", ["", "4", "0", "-1", "1,1", "1,2,3,4", "1 2", "none,1", "two", "1.", "²", "01"]
)
def test_any_other_reply_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="the model replied"):
        parse(text, 3)


@given(st.text(), counts)
def test_parse_returns_indexes_or_raises_a_value_error(text: str, count: int) -> None:
    try:
        indexes = parse(text, count)
    except ValueError:
        return
    assert len(indexes) <= MAX_CHOSEN
    assert all(0 <= index < count for index in indexes)


def test_structured_outputs_allow_exactly_the_choices() -> None:
    assert structured([SHIPPING, RETURNS]) == {"choice": ["none", "1", "2", "1,2"]}


@pytest.mark.parametrize("count", [0, MAX_CANDIDATES + 1])
def test_no_candidate_or_too_many_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} candidates"):
        messages("How much is shipping?", [SHIPPING] * count)
