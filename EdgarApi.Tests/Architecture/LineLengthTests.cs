using System.Runtime.CompilerServices;

namespace EdgarApi.Tests.Architecture;

/// <summary>The limit of <c>.editorconfig</c>, which the compiler does not enforce.</summary>
public sealed class LineLengthTests
{
    private const int Maximum = 140;

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters()
    {
        var sources = Directory.EnumerateDirectories(Root(), "EdgarApi.*")
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .ToList();
        var tooLong = from file in sources
                      from line in File.ReadLines(file).Index()
                      where line.Item.Length > Maximum
                      select $"{file}:{line.Index + 1}";

        Assert.NotEmpty(sources);
        Assert.Empty(tooLong);
    }

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath("../..", Path.GetDirectoryName(thisFile)!);
}
