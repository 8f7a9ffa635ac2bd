using System.Globalization;
using DuckDB.NET.Data;

namespace EdgarApi.Tests.Datasets;

/// <summary>Reads files with DuckDB, an engine that shares no code with the library that writes them.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDb() => _connection.Open();

    /// <summary>Runs a query and returns its cells as texts; null stays null.</summary>
    public IReadOnlyList<string?[]> Query(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(
                i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        }

        return rows;
    }

    /// <summary>Runs a query with one row.</summary>
    public string?[] Single(string sql) => Assert.Single(Query(sql));

    /// <summary>Gets the files of a dataset, as a table of SQL.</summary>
    public static string Files(string folder, string dataset) => $"read_parquet('{folder}/{dataset}/*.parquet')";

    public void Dispose() => _connection.Dispose();
}
