using System.Text.RegularExpressions;

namespace EdgarApi.Tests.Architecture;

/// <summary>The files and tests that the performance requirements of docs/architecture.md name exist.</summary>
public partial class SpecificationTableTests
{
    private static readonly List<string[]> Requirements =
    [
        .. RepositoryFiles.Read("docs/architecture.md").Split("\n## ")
            .Single(section => section.StartsWith("Performance requirements\n", StringComparison.Ordinal)).Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
            .Select(line => line[1..^1].Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells[0] != "requirement"),
    ];

    /// <summary>The source of each test class by its name; a class may have several files.</summary>
    private static readonly ILookup<string, string> Classes = RepositoryFiles.Find("*Tests*.cs")
        .Select(RepositoryFiles.Read)
        .SelectMany(source => ClassDeclaration().Matches(source).Select(match => (Name: match.Groups[1].Value, Source: source)))
        .ToLookup(declared => declared.Name, declared => declared.Source);

    /// <summary>What does not exist, by requirement. A requirement that is implemented leaves this list.</summary>
    private static readonly string[] Missing =
    [
        "release tests: 4 hours in an environment like production", "2 to 8 read replicas",
    ];

    [Fact]
    public void The_table_has_the_requirements() => Assert.InRange(Requirements.Count, 100, 1000);

    [Fact]
    public void Each_requirement_has_its_file_and_its_test_or_does_not_exist_yet() => Assert.NotEmptyAndAll(Requirements, cells =>
    {
        Assert.True(cells.Length == 4, $"'{cells[0]}' has {cells.Length} cells.");
        var (file, test, note) = (cells[1], cells[2], cells[3]);
        Assert.True(file.Length > 0 == test.Length > 0, $"'{cells[0]}' has a file without a test, or a test without a file.");
        Assert.True(
            file.Length > 0 || note.Contains("not yet", StringComparison.Ordinal), $"'{cells[0]}' says neither where it is nor 'not yet'.");
    });

    [Fact]
    public void Only_the_listed_requirements_do_not_exist_yet() => Assert.Equal(
        Missing,
        Requirements.Where(cells => cells.Any(cell => cell.Contains("not yet", StringComparison.Ordinal))).Select(cells => cells[0]));

    [Fact]
    public void The_files_that_the_table_names_exist()
    {
        var files = Requirements.SelectMany(cells => cells)
            .SelectMany(cell => FileName().Matches(cell)).Select(match => match.Groups[1].Value);

        Assert.NotEmptyAndAll(files.Distinct(), file => Assert.True(RepositoryFiles.Exists(file), $"There is no file {file}."));
    }

    [Fact]
    public void The_tests_that_the_table_names_exist()
    {
        var tests = Requirements.SelectMany(cells => cells).SelectMany(cell => TestName().Matches(cell))
            .Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value));

        Assert.NotEmptyAndAll(
            tests.Distinct(), test => Assert.True(Exists(test.Class, test.Method), $"There is no test {test.Class}.{test.Method}."));
    }

    private static bool Exists(string name, string method) => method.Length == 0
        ? Classes.Contains(name)
        : Classes[name].Any(source => source.Contains($" {method}(", StringComparison.Ordinal));

    [GeneratedRegex("`([\\w.-]+(?:/[\\w.-]+)+)`")]
    private static partial Regex FileName();

    [GeneratedRegex("`(\\w+Tests)(?:\\.(\\w+))?`")]
    private static partial Regex TestName();

    [GeneratedRegex("class (\\w+Tests)\\b")]
    private static partial Regex ClassDeclaration();
}
