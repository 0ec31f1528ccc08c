"""Make the bundled model: ``python -m index.training --data DIR --out index/model``."""

import argparse
import logging
import tempfile
from pathlib import Path
from string import Template

import torch
from safetensors.numpy import save
from sentence_transformers import SentenceTransformer

from index.matching import FOLDER
from index.mixture import FILE as MIXTURE
from index.relevance import FILE as RELEVANCE
from index.telling import FILE as TELLING
from index.training.evaluate import Task, questions_task, retrieval_task, table
from index.training.fitting import fit
from index.training.heldout import HeldOut
from index.training.matching import train_matching
from index.training.pipeline import Pipeline
from index.training.publish import publish
from index.training.recipe import Recipe
from index.training.telling import fit_telling, telling_lines


def main() -> None:
    """Fit, train, write the model, measure it, and put the figures on its card."""
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    recipe = Recipe()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        held_out = HeldOut.from_files(options.held_out)
        work = options.work or Path(scratch)
        pipeline = Pipeline(options.data, work, held_out, recipe)
        tokenizer = pipeline.prepare()
        asked = pipeline.asked()
        (options.out.parent / TELLING).write_text(telling_lines(fit_telling(asked)), "utf-8")
        fitted = fit(pipeline, tokenizer, work)
        (options.out.parent / MIXTURE).write_text(fitted.mixture, "utf-8")
        (options.out.parent / RELEVANCE).write_bytes(save(fitted.relevance))
        vectors = pipeline.train(tokenizer, asked, pipeline.headings())
        words = train_matching(vectors, tokenizer, [*asked, *pipeline.lexicon()], recipe)
    publish(tokenizer, vectors, options.out, "")
    publish(tokenizer, words, options.out.parent / FOLDER.name, _text("matcher.md"))
    figures = table(SentenceTransformer(str(options.out), device="cpu"), _tasks(options))
    passes = {
        "epochs": recipe.epochs,
        "passes": recipe.matching_passes,
        "judging": recipe.relevance_passes,
    }
    text = Template(_text("card.md")).substitute(passes, figures=figures)
    (options.out / "README.md").write_text(text, encoding="utf-8")
    print(figures)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder with text/, pairs/ and retrieval/")
    add(
        "--out",
        type=Path,
        required=True,
        help="model folder; what is fitted goes beside it",
    )
    add("--held-out", type=Path, nargs="*", default=[], help="documents to learn nothing from")
    add("--work", type=Path, help="keep intermediate results here, and use those found")
    add("--questions", type=Path, help="question file to measure on")
    add("--document", type=Path, help="text that the question file asks about")
    add("--threads", type=int, default=2)
    return parser.parse_args()


def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _tasks(options: argparse.Namespace) -> list[Task]:
    folders = sorted(path.parent for path in options.data.glob("retrieval/*/qrels.jsonl.gz"))
    tasks = [retrieval_task(folder) for folder in folders]
    if options.questions and options.document:
        tasks.append(questions_task(options.questions, options.document))
    return tasks


if __name__ == "__main__":
    main()
