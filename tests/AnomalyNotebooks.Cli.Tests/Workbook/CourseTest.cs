using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Workbook;

/// <summary>What a lesson has besides its cells: goals, what it presumes, sources, questions, and one glossary for all.</summary>
public sealed partial class CourseTest
{
    public static TheoryData<string> Lessons => WorkbookTest.Notebooks;

    private static string Folder => Path.Combine(Repository.Root, "notebooks");

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Each_lesson_opens_with_goals_and_ends_with_three_questions(string name)
    {
        string[] texts = Texts(name);

        Assert.Contains("**After this lesson you can**", texts[1], StringComparison.Ordinal);
        Assert.Contains("**Presumes:**", texts[1], StringComparison.Ordinal);
        Assert.Matches("about [0-9]+ minutes", texts[1]);
        string questions = Assert.Single(texts, text => text.StartsWith("## Check yourself", StringComparison.Ordinal));
        Assert.Equal(3, questions.Split("<summary>").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Each_lesson_presumes_only_lessons_before_it(string name)
    {
        string presumed = Texts(name)[1].Split("**Presumes:**")[1].Split("**Time:**")[0];
        int[] lessons = [.. LessonNumber().Matches(presumed).Select(match =>
            int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture))];

        Assert.True(lessons.Length > 0 || name.StartsWith("01", StringComparison.Ordinal), $"{name} presumes no lesson");
        Assert.All(lessons, lesson => Assert.InRange(lesson, 1,
            int.Parse(name[..2], System.Globalization.CultureInfo.InvariantCulture) - 1));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Each_lesson_names_a_source_and_its_links_lead_somewhere(string name)
    {
        string[] links = [.. Texts(name).SelectMany(text => Link().Matches(text)).Select(match => match.Groups["to"].Value)];

        Assert.Contains(links, link => link.StartsWith("references.md#", StringComparison.Ordinal)
            || link.StartsWith("http", StringComparison.Ordinal));
        foreach (string link in links.Where(link => link.StartsWith("references.md#", StringComparison.Ordinal)))
            Assert.Contains($"<a id=\"{link.Split('#')[1]}\">", File.ReadAllText(Path.Combine(Folder, "references.md")),
                StringComparison.Ordinal);
        foreach (string link in links.Where(link => link.StartsWith("glossary.md#", StringComparison.Ordinal)))
            Assert.Contains(link.Split('#')[1], GlossaryAnchors());
        foreach (string link in links.Where(link => !link.Contains(':', StringComparison.Ordinal) && !link.StartsWith('#')))
            Assert.True(File.Exists(Path.Combine(Folder, link.Split('#')[0])), $"{name} links to {link}, which is not there");
    }

    [Fact]
    public void References_and_BibTeX_name_the_same_sources()
    {
        string[] listed = [.. Anchor().Matches(File.ReadAllText(Path.Combine(Folder, "references.md"))).Select(match =>
            match.Groups["id"].Value)];
        string[] bibtex = [.. BibKey().Matches(File.ReadAllText(Path.Combine(Folder, "references.bib"))).Select(match =>
            match.Groups["id"].Value)];

        Assert.True(listed.Length > 20);
        Assert.Equal(listed, bibtex);
        Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
    }

    private static string[] Texts(string name) =>
        [.. Notebook.Load(Path.Combine(Folder, name + ".ipynb")).Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell =>
            cell.Source)];

    private static string[] GlossaryAnchors() =>
        [.. File.ReadLines(Path.Combine(Folder, "glossary.md")).Where(line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(line => string.Concat(line[4..].ToLowerInvariant().Replace(' ', '-').Where(c => char.IsLetterOrDigit(c) || c == '-')))];

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=lessons? (\d+ (to|and) )?)\d+")]
    private static partial Regex LessonNumber();

    [GeneratedRegex("<a id=\"(?<id>[a-z0-9-]+)\"></a>")]
    private static partial Regex Anchor();

    [GeneratedRegex(@"^@[a-z]+\{(?<id>[a-z0-9-]+),", RegexOptions.Multiline)]
    private static partial Regex BibKey();
}
