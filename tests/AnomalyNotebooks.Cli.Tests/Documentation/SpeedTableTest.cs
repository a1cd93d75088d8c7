using AnomalyNotebooks.Cli.Documentation;

namespace AnomalyNotebooks.Cli.Tests.Documentation;

public sealed class SpeedTableTest
{
    [Fact]
    public void A_row_without_a_peer_leaves_its_cells_empty() => Assert.Equal(
        """
        | what | unit | ours | peer | ratio |
        | --- | --- | ---: | ---: | ---: |
        | training | rows/s | 2,600,000 | 7,500 | 347 |
        | memory | MB | 132 |  |  |

        """,
        SpeedTable.Markdown("""[{"name":"training","unit":"rows/s","ours":2600000,"peer":7500,"ratio":346.67},{"name":"memory","unit":"MB","ours":132,"peer":null,"ratio":null}]""", brief: false),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Where_the_rows_came_from_stands_above_them() => Assert.StartsWith(
        "2026-11-24, commit 0123456789ab with changes; a processor; 2 threads.\n\n| what |",
        SpeedTable.Markdown("""
            {"provenance":{"version":"0.1.0","commit":"0123456789abcdef","clean":false,"date":"2026-11-24",
            "machine":"a processor; 2 threads"},"rows":[]}
            """, brief: false), StringComparison.Ordinal);

    [Fact]
    public void Growth_has_a_table_of_its_own_with_a_column_for_each_size() => Assert.EndsWith(
        "Peers: scikit-learn 1.2; ML.NET 5.0.\n\n| what | unit | ours | peer | ratio |\n| --- | --- | ---: | ---: | ---: |\n\n"
            + "| with so many flows | unit | 10,000 | 100,000 |\n| --- | --- | ---: | ---: |\n"
            + "| fitting, pca | µs/flow | 2 | 1.5 |\n| fitting, slow | µs/flow | 90 |  |\n",
        SpeedTable.Markdown("""
            {"provenance":{"version":"0.1.0","commit":null,"clean":null,"date":"2026-11-24","machine":"a processor"},
            "peers":["scikit-learn 1.2","ML.NET 5.0"],"rows":[{"name":"fitting, pca","unit":"µs/flow","ours":2,"flows":10000},
            {"name":"fitting, pca","unit":"µs/flow","ours":1.5,"flows":100000},
            {"name":"fitting, slow","unit":"µs/flow","ours":90,"flows":10000}]}
            """, brief: false), StringComparison.Ordinal);

    [Fact]
    public void A_brief_table_has_only_what_was_measured_beside_a_peer() => Assert.Equal(
        "| what | unit | ours | peer | ratio |\n| --- | --- | ---: | ---: | ---: |\n| training | rows/s | 20 | 10 | 2 |\n",
        SpeedTable.Markdown("""
            [{"name":"training","unit":"rows/s","ours":20,"peer":10,"ratio":2},{"name":"memory","unit":"MB","ours":132,"ratio":null},
            {"name":"fitting, pca","unit":"µs/flow","ours":2,"flows":10000}]
            """, brief: true));
}
