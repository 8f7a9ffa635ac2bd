using EdgarApi.Caching;
using EdgarApi.Sec.Bulk;
using EdgarApi.Storage;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Cli.Import;

/// <summary>Imports into Postgres, by the same pipeline as the Warmer's; makes the schema if it is not there.</summary>
internal sealed class PostgresImport(string connectionString) : IImport
{
    public string Target
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return $"database {settings.Database} at {settings.Host}:{settings.Port}";
        }
    }

    public async Task<ImportResult> RunAsync(BulkCompanySource source, Action<string> done, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:edgardb", connectionString)]);
        builder.Logging.ClearProviders(); // failures are listed at the end
        builder.AddCaching();
        builder.AddIngest();
        using var host = builder.Build();

        await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken).ConfigureAwait(false);
        var pipeline = host.Services.GetRequiredService<IngestPipeline>();
        var counts = await pipeline.RunAsync(source, new Done(done), cancellationToken).ConfigureAwait(false);
        var failures = counts.Failed == 0 ? [] : await pipeline.ReadFailuresAsync(counts.Run, cancellationToken).ConfigureAwait(false);
        return new ImportResult(counts.Written, counts.Unchanged, failures);
    }

    /// <summary>Tells of each document that did not fail; the pipeline reports one at a time.</summary>
    private sealed class Done(Action<string> done) : IProgress<IngestCounts>
    {
        private int failed;

        public void Report(IngestCounts value)
        {
            if (value.Failed == failed && value.Current is { } origin) done(origin);
            failed = value.Failed;
        }
    }
}
