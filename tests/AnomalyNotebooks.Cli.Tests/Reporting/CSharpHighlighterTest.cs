using System.Net;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Reporting;

namespace AnomalyNotebooks.Cli.Tests.Reporting;

public sealed class CSharpHighlighterTest
{
    [Fact]
    public void Keywords_types_methods_numbers_texts_and_comments_are_marked() =>
        Assert.Equal(
            "<span class=\"k\">var</span> x = <span class=\"t\">Math</span>.<span class=\"m\">Sqrt</span>(<span class=\"n\">2</span>); "
                + "<span class=\"c\">// root</span>\n<span class=\"k\">string</span> s = <span class=\"s\">&quot;a&lt;b&quot;</span>;",
            CSharpHighlighter.ToHtml("var x = Math.Sqrt(2); // root\nstring s = \"a<b\";"));

    [Theory]
    [InlineData("#r \"../artifacts/lib/AnomalyNotebooks.dll\"\nusing AnomalyNotebooks;\n\nvar a = $\"{1:F2} < {b}\";")]
    [InlineData("this does not ( compile \"at all")]
    [InlineData("/* open comment")]
    [InlineData("record P(int A); List<P> ps = [new(1)]; foreach (P p in ps) { await Task.Delay(1); }")]
    public void Nothing_of_the_code_is_lost(string code) =>
        Assert.Equal(code, WebUtility.HtmlDecode(Regex.Replace(CSharpHighlighter.ToHtml(code), "<[^>]*>", "", RegexOptions.None,
            TimeSpan.FromSeconds(1))));
}
