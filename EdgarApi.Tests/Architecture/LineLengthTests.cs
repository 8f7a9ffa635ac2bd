namespace EdgarApi.Tests.Architecture;

/// <summary>The limit of <c>.editorconfig</c>, which the compiler does not enforce.</summary>
public sealed class LineLengthTests
{
    private const int Maximum = 140;

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters()
    {
        var sources = RepositoryFiles.Find("*.cs").ToList();
        var tooLong = from file in sources
                      from line in File.ReadLines(RepositoryFiles.GetPath(file)).Index()
                      where line.Item.Length > Maximum
                      select $"{file}:{line.Index + 1}";

        Assert.NotEmpty(sources);
        Assert.Empty(tooLong);
    }
}
