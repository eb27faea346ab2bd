"""`make bench`: what a rerun of the overview costs against a page of the same figures with nothing behind them.

For each size a database is made and imported, and two servers are started: ours, and a floor page that shows five
ready figures and the same cards from constants.  A client without a browser then asks both in turn, in one run, for
the same scope again and for a day nobody asked for before.  Times drift with the machine; the ratios are what to quote.
CPU is the server's own, from /proc.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

_FLOOR = """
import json, pathlib, streamlit as st
@st.cache_resource
def figures(): return json.loads(pathlib.Path(__FILE__).read_text())
st.set_page_config(layout="wide")
st.date_input("Ngày", "2019-11-14", key="d")
for row, name in ((st.columns(5), "Hoàn thành"),):
    for i, column in enumerate(row): column.metric(name + str(i), "60,0%")
left, right = st.columns(2)
for i, figure in enumerate(figures()):
    (left, right)[i % 2].plotly_chart(figure, theme=None, key=f"c{i}", on_select="rerun")
"""


def made(folder: Path, count: int) -> None:
    """A plan of `count` milestones with two and a half reports each, thirty agencies, twelve plans, 2015-2020."""
    chance = random.Random(count)
    first = date(2015, 1, 1)

    def day() -> str:
        return (first + timedelta(days=chance.randrange(2190))).isoformat()

    def write(name: str, head: str, rows) -> None:
        (folder / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n")

    kinds = ("sở", "quận", "huyện")
    write("agencies", "code,name,kind", (f"A{i},Cơ quan số {i},{kinds[i % 3]}" for i in range(30)))
    write("plans", "code,title", (f"P{i},Kế hoạch số {i}" for i in range(12)))
    owners = [0] * 28 + list(range(30))
    rows = (f"M{i},P{i % 12},A{chance.choice(owners)},Dịch vụ công số {i},{day()},{1 + i % 5}" for i in range(count))
    write("milestones", "code,plan,agency,title,due,weight", rows)
    reports = []
    for i in range(count * 5 // 2):
        status = chance.choice(("not_started", "in_progress", "in_progress", "done"))
        claim = 100 if status == "done" else chance.randrange(95) if status == "in_progress" else 0
        reports.append(f"M{i % count},{day()},{status},{claim}")
    write("progress", "milestone,reported_on,status,percent", reports)


class Server:
    def __init__(self, script: Path, **environment: str) -> None:
        import socket

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        started = time.perf_counter()
        while time.perf_counter() - started < 120:
            try:
                urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=5).read()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(script)

    def cpu(self) -> float:
        """Seconds of processor so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Megabytes resident."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


class Tab:
    """One open page, spoken to as the browser does."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.page = ""

    async def open(self) -> None:
        import websockets

        self.socket = await websockets.connect(
            f"ws://127.0.0.1:{self.server.port}/_stcore/stream", subprotocols=["streamlit"], max_size=None,
            compression=None,
        )  # fmt: skip
        await self.rerun("")

    async def rerun(self, query: str) -> float:
        """Milliseconds until the script has finished."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = self.page
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self.socket.recv())
            if answer.WhichOneof("type") == "new_session":
                self.page = answer.new_session.page_script_hash
            if answer.WhichOneof("type") == "script_finished":
                return (time.perf_counter() - started) * 1e3


async def compared(ours: Server, floor: Server, runs: int) -> dict[str, tuple[float, float]]:
    """Median wall and mean CPU milliseconds of a rerun, the three kinds in turn."""
    mine, constant = Tab(ours), Tab(floor)
    await mine.open()
    await constant.open()
    walls: dict[str, list[float]] = {"floor": [], "same": [], "new day": []}
    cpus = dict.fromkeys(walls, 0.0)
    for i in range(runs):
        unseen = date(2018, 1, 1) + timedelta(days=i)
        for kind, tab, query in (
            ("floor", constant, ""),
            ("same", mine, "as_of=2019-11-14"),
            ("new day", mine, f"as_of={unseen}"),
        ):
            before = tab.server.cpu()
            walls[kind].append(await tab.rerun(query))
            cpus[kind] += tab.server.cpu() - before
    return {kind: (statistics.median(times), cpus[kind] * 1e3 / runs) for kind, times in walls.items()}


def figures_of(url: str) -> str:
    """The overview's figures as constants."""
    import plotly.io

    from models.store.database import open_store
    from progress.numbers.facts import facts
    from progress.numbers.reading import Reading
    from progress.numbers.scope import Scope
    from progress.say.languages import VI
    from progress.show import figures

    known = facts(open_store(url))
    scope = Scope.on(date(2019, 11, 14), datetime.now(UTC))
    reading = Reading(known, scope)

    def named(by: str):
        return reading.rates(by).assign(name=lambda rows: rows[by], key=lambda rows: rows[by], kind="sở")

    look = figures.Look(scope, reading.rates(), VI, figures.LIGHT)
    drawn = [
        figures.heatmap(reading.rates("agency", "year"), named("agency"), look),
        figures.s_curve(reading.series, look),
        *(figures.completion_bars(named(by), "", look) for by in ("plan", "agency")),
    ]
    return json.dumps([json.loads(plotly.io.to_json(figure, validate=False)) for figure in drawn])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    print(
        "milestones  import s  rerun ms: floor  same scope (x)  new day (x)  CPU ms: floor  same (x)  new day (x)  MB"
    )
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "plan").mkdir()
            made(folder / "plan", size)
            url = f"sqlite:///{folder}/progress.db"
            environment = {**os.environ, "DATABASE_URL": url}
            started = time.perf_counter()
            load = [sys.executable, "manage.py", "import", str(folder / "plan")]
            subprocess.run(load, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            loaded = time.perf_counter() - started
            (folder / "figures.json").write_text(figures_of(url))
            (folder / "floor.py").write_text(_FLOOR.replace("__FILE__", repr(str(folder / "figures.json"))))
            servers = [Server(ROOT / "dashboard.py", DATABASE_URL=url), Server(folder / "floor.py")]
            try:
                found = asyncio.run(compared(*servers, options.runs))
                memory = servers[0].memory()
            finally:
                for server in servers:
                    server.stop()
            (wall, cpu), (same, same_cpu), (new, new_cpu) = (found[k] for k in ("floor", "same", "new day"))
            print(
                f"{size:>10,}  {loaded:8.1f}  {wall:15.0f}  {same:6.0f} ({same / wall:4.1f})  {new:6.0f} ({new / wall:4.1f})"
                f"  {cpu:13.0f}  {same_cpu:5.0f} ({same_cpu / cpu:4.1f})  {new_cpu:5.0f} ({new_cpu / cpu:4.1f})  {memory:4.0f}"
            )


if __name__ == "__main__":
    main()
