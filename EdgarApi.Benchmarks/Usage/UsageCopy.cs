using System.Diagnostics;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Caching;
using EdgarApi.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EdgarApi.Benchmarks.Usage;

/// <summary>Measures how many usage rows per second a primary stores, with the API's own code and all indexes.</summary>
internal static class UsageCopy
{
    private const string Schema = "usage_benchmark";

    /// <summary>Runs in a temporary schema, which is dropped afterwards.</summary>
    public static async Task RunAsync(string connectionString, int rows)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.SearchPath = Schema;
        await using var source = builder.Build();
        await ExecuteAsync(source, $"drop schema if exists {Schema} cascade; create schema {Schema}");
        try
        {
            await ExecuteAsync(source, await ReadSchemaAsync());
            var today = DateOnly.FromDateTime(DateTime.UtcNow);
            var partitions = new UsagePartitions(source, NullLogger<UsagePartitions>.Instance);
            await partitions.CreateAsync(today.AddDays(-1), today.AddDays(1), CancellationToken.None);
            foreach (var batch in (int[])[10_000, 1_000, 100]) await MeasureAsync(new UsageTable(source), rows, batch);
        }
        finally
        {
            await ExecuteAsync(source, $"drop schema {Schema} cascade");
        }
    }

    private static async Task MeasureAsync(UsageTable table, int rows, int batch)
    {
        var (encoder, time) = (new UsageRows(), Stopwatch.StartNew());
        for (var row = 0; row < rows; row++)
        {
            encoder.Add(CreateRecord(row));
            if (encoder.Count == batch || row == rows - 1)
                await table.WriteAsync([encoder.Take(DateTime.UtcNow)], CancellationToken.None);
        }

        var seconds = time.Elapsed.TotalSeconds;
        Console.WriteLine($"{rows:N0} rows in batches of {batch:N0}: {seconds:0.00} s, {rows / seconds:N0} rows per second");
    }

    /// <summary>Creates the usage of 1,000 users, 500 companies and 12 endpoints.</summary>
    private static UsageRecord CreateRecord(int row) => new()
    {
        Timestamp = DateTime.UtcNow,
        Endpoint = $"GET {ApiRoutes.Companies}/{{id}}/endpoint{row % 12}",
        Status = (short)(row % 50 == 0 ? 404 : 200),
        Microseconds = 100 + row % 5_000,
        Bytes = 4_000,
        Tier = "pro",
        KeyId = row % 1_000,
        UserId = row % 1_000,
        OrganizationId = row % 100,
        Cik = 320_000 + row * 7919L % 500,
        Cache = CacheResult.HitMemory,
        Target = $"{ApiRoutes.Companies}/C{row % 500}/endpoint{row % 12}?periods=8",
    };

    private static async Task<string> ReadSchemaAsync()
    {
        var assembly = typeof(UsageRecord).Assembly;
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("_usage.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return await reader.ReadToEndAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
