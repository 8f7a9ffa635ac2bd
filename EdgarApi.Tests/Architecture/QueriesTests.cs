using System.Text.RegularExpressions;

namespace EdgarApi.Tests.Architecture;

/// <summary>See <see cref="EdgarApi.Storage.Postgres.ResultReader"/>.</summary>
public sealed partial class QueriesTests
{
    [Fact]
    public void No_program_reads_with_the_queries_of_Dapper_that_block_threads()
    {
        var sources = RepositoryFiles.Find("*.cs").Where(file => !file.Contains("Tests/", StringComparison.Ordinal)).ToList();
        var queries = from file in sources
                      from line in File.ReadLines(RepositoryFiles.GetPath(file)).Index()
                      where DapperQuery.IsMatch(line.Item)
                      select $"{file}:{line.Index + 1}";

        Assert.NotEmpty(sources);
        Assert.Empty(queries);
        Assert.Matches(DapperQuery, "await transaction.Connection.QuerySingleAsync<long>(");
    }

    [GeneratedRegex(@"[cC]onnection\.Query")]
    private static partial Regex DapperQuery { get; }
}
