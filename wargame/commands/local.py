"""`wargame local`: endpoints on this machine, for trying, teaching and measuring without a key."""

from __future__ import annotations

from typing import Annotated

import typer

from wargame.commands import local_demo, local_model
from wargame.commands.strict_command import StrictCommand

local = typer.Typer(
    name="local",
    help="Endpoints on this machine: a stub that can misbehave, and a small real model.",
    epilog="Example: wargame local stub --latency 0.1",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

local.command("fetch", cls=StrictCommand, epilog="Example: wargame local fetch smollm2-135m")(local_model.fetch)
local.command("serve", cls=StrictCommand, epilog="Example: wargame local serve --threads 1")(local_model.serve)
local.command("list", cls=StrictCommand, epilog="Example: wargame local list")(local_model.list_models)
local.command("demo", cls=StrictCommand, epilog="Example: wargame local demo --turns 2")(local_demo.demo)


@local.command("stub", cls=StrictCommand, epilog="Example: wargame local stub --latency 0.1 --slots 8 --fault 429=0.3")
def stub(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes any free one.")] = 0,
    latency: Annotated[float, typer.Option(help="Seconds that a reply takes.")] = 0.1,
    jitter: Annotated[float, typer.Option(help="Share of the latency added or taken at random.")] = 0.0,
    slots: Annotated[int | None, typer.Option(help="Requests worked on at once; others wait.")] = None,
    most: Annotated[int | None, typer.Option(help="Requests open at once beyond which it answers 429.")] = None,
    retry_after: Annotated[float, typer.Option(help="What a 429 says in Retry-After, in seconds.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Seed of all replies and faults.")] = 1,
    fault: Annotated[
        list[str], typer.Option(metavar="KIND=SHARE", help="Share of requests with a fault; repeatable.")
    ] = [],
    key: Annotated[str | None, typer.Option(help="The key that it wants; none unless said.")] = None,
    model: Annotated[list[str], typer.Option(help="A model that it knows; repeatable. Any unless said.")] = [],
    context: Annotated[int | None, typer.Option(help="Tokens that fit into prompt and reply.")] = None,
    rung: Annotated[
        list[str], typer.Option(help="A way to ask for JSON that it accepts; repeatable. All unless said.")
    ] = [],
    rejects: Annotated[list[str], typer.Option(help="A parameter that it refuses; repeatable.")] = [],
    pad: Annotated[int, typer.Option(min=0, help="Characters for which every reply goes on.")] = 0,
) -> None:
    """Serve an endpoint that draws replies from the schema and can misbehave.

    Runs until interrupted, then tells what it was asked. No key, no model and no network are needed.
    """
    from wargame.stub.running import run
    from wargame.stub.settings import settings_of

    settings = settings_of(
        seed=seed,
        latency=latency,
        jitter=jitter,
        slots=slots,
        most=most,
        retry_after=retry_after,
        fault=fault,
        rung=rung,
        rejects=rejects,
        key=key,
        model=model,
        context=context,
        pad=pad,
    )
    run(settings, port=port)
