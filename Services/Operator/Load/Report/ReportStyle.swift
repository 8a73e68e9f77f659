/// How the report looks.
enum ReportStyle {
    /// The style sheet: readable from 320 px to print, in light and dark, with nothing loaded.
    static let sheet = """

        :root { color-scheme: light dark; --bg: #fff; --card: #f6f7f9; --ink: #16191d; --soft: #555d68; --rule: #d5d9df;
          --good: #11663a; --good-bg: #e2f4e9; --bad: #a3161f; --bad-bg: #fde8e8; --warn: #7a4a00; --warn-bg: #fdf0d8;
          --c0: #0b5cb8; --c1: #b84a00; --c2: #00735a; --c3: #8636a3; --c4: #a3284b; --c5: #5b6600; --c6: #006d8a;
          --c7: #6a5546; }
        @media screen and (prefers-color-scheme: dark) { :root { --bg: #14171b; --card: #1d2126; --ink: #e8eaed; --soft: #a6aeb9;
          --rule: #39404a; --good: #7fdca4; --good-bg: #143322; --bad: #ff9a9a; --bad-bg: #401a1d; --warn: #f2c46d;
          --warn-bg: #3a2c10; --c0: #6db1ff; --c1: #ffa05c; --c2: #4fd1a8; --c3: #d39bf0; --c4: #ff8aa8; --c5: #c3d145;
          --c6: #5fd0ec; --c7: #cdb8a4; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--bg); color: var(--ink);
          font: 16px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
        h1 { font-size: 1rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; }
        header { margin-bottom: 1.2rem; } .when, .note, figcaption span { color: var(--soft); } .when { margin: .1rem 0; }
        .verdict { font-size: 1.25rem; font-weight: 600; line-height: 1.35; margin: 0 0 1rem; padding: .8rem 1rem;
          border-left: .4rem solid; border-radius: .3rem; overflow-wrap: break-word; }
        .passed { color: var(--good); background: var(--good-bg); } .failed { color: var(--bad); background: var(--bad-bg); }
        .interrupted, aside { color: var(--warn); background: var(--warn-bg); }
        aside { padding: .6rem 1rem; border-radius: .3rem; margin: 1rem 0; } aside h2 { font-size: 1rem; margin: 0; }
        aside ul { margin: .3rem 0 0; padding-left: 1.2rem; color: var(--ink); }
        .good { color: var(--good); } .bad { color: var(--bad); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .6rem; margin: 0; }
        .tiles div { background: var(--card); border-radius: .4rem; padding: .6rem .8rem; }
        dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-size: 1.5rem; font-weight: 600; }
        dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); }
        .terms { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
        .terms dt, .terms dd { font-size: .85rem; font-weight: 400; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; }
        .chart { margin: 0; background: var(--card); border-radius: .4rem; padding: .8rem; break-inside: avoid;
          min-width: 0; }
        figcaption { margin-bottom: .7rem; font-size: .9rem; } figcaption strong { font-size: 1rem; display: block; }
        .plot { display: grid; grid-template: 11rem 2.6rem / 4.6rem minmax(0, 1fr); font-size: .75rem;
          color: var(--soft); }
        .wide .plot { grid-template-rows: 19rem 2.6rem; }
        .y, .x { position: relative; } .y span { position: absolute; right: .5rem; transform: translateY(50%);
          white-space: nowrap; }
        .x { grid-column: 2; } .x span { position: absolute; top: .3rem; transform: translateX(-50%);
          white-space: nowrap; } .x span.end { transform: none; } .x span:first-child { transform: none; }
        .x em { position: absolute; bottom: 0; left: 0; right: 0; text-align: center; font-style: normal; }
        svg { width: 100%; height: 100%; display: block; overflow: visible; }
        path { vector-effect: non-scaling-stroke; fill: none; stroke-linejoin: round; stroke-linecap: round; }
        .grid { stroke: var(--rule); stroke-width: 1; } .line { stroke-width: 1.8; } .area { stroke-width: 1;
          fill: var(--c); stroke: var(--card); } .limit { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 6 4; }
        .line { stroke: var(--c); }
        .line.c2 { stroke-dasharray: 7 4; } .line.c3 { stroke-dasharray: 2 4; } .line.c4 { stroke-dasharray: 8 4 2 4; }
        .line.c5 { stroke-dasharray: 4 3; } .line.c6 { stroke-dasharray: 11 4; } .line.c7 { stroke-dasharray: 1 4; }
        .again { opacity: .65; }
        .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); }
        .c4 { --c: var(--c4); } .c5 { --c: var(--c5); } .c6 { --c: var(--c6); } .c7 { --c: var(--c7); }
        .scroll { overflow-x: auto; margin: .6rem 0 1.2rem; } .scroll:focus-visible { outline: 2px solid var(--c0); }
        table { border-collapse: collapse; font-size: .875rem; } caption { text-align: left; color: var(--soft);
          padding-bottom: .3rem; } th, td { text-align: right; padding: .3rem .7rem .3rem 0; white-space: nowrap;
          border-bottom: 1px solid var(--rule); vertical-align: top; } thead th { color: var(--soft); font-weight: 500; }
        th:first-child { text-align: left; } tbody th { font-weight: 500; } .scroll table { min-width: 50%; }
        .facts td { text-align: left; white-space: normal; overflow-wrap: anywhere; } .facts table { width: 100%; }
        .titled caption, .facts thead, .legend caption { position: absolute; clip-path: inset(50%); width: 1px;
          height: 1px; overflow: hidden; white-space: nowrap; }
        .legend { margin: .3rem 0 0; } .legend table { width: 100%; font-size: .8rem; }
        .legend th, .legend td { padding: .15rem .5rem .15rem 0; border: 0; }
        .legend th:first-child { white-space: normal; padding-left: 1.8rem; text-indent: -1.8rem; min-width: 8rem; }
        .wide .legend th { white-space: nowrap; } .swatch { display: inline-block; width: 1.35rem; height: .6rem;
          margin-right: .45rem; vertical-align: baseline; }
        details { font-size: .8rem; margin-top: .4rem; } summary { cursor: pointer; color: var(--soft); }
        code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; } a { color: var(--c0); }
        @media (max-width: 40rem) { body { padding: .6rem; } .verdict { font-size: 1.1rem; padding: .7rem .8rem; }
          .x span.odd { display: none; } .tiles { grid-template-columns: 1fr 1fr; } dd { font-size: 1.25rem; }
          .plot { grid-template-columns: 4.2rem minmax(0, 1fr); } .wide .plot { grid-template-rows: 15rem 2.6rem; } }
        @media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 12px; }
          .chart, .tiles div, .verdict { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .charts { grid-template-columns: 1fr 1fr; }
          .tiles { grid-template-columns: repeat(7, 1fr); } .tiles div { padding: .4rem; } dd { font-size: 1rem; }
          .verdict { font-size: 1rem; } .plot { grid-template-rows: 8rem 2.6rem; }
          .wide .plot { grid-template-rows: 13rem 2.6rem; } details { display: none; } .scroll { overflow: visible; }
          h2 { break-after: avoid; } }

        """
}
