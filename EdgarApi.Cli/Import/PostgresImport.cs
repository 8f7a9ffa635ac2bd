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

/// <summary>Imports into Postgres with the Warmer's pipeline. Creates the schema if it is missing.</summary>
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

    public async Task<ImportResult> RunAsync(BulkCompanySource source, Action<string> onDone, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:edgardb", connectionString)]);
        builder.Logging.ClearProviders(); // the command lists failures itself
        builder.AddCaching();
        builder.AddIngest();
        using var host = builder.Build();

        await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken).ConfigureAwait(false);
        var pipeline = host.Services.GetRequiredService<IngestPipeline>();
        var counts = await pipeline.RunAsync(source, new DoneReporter(onDone), cancellationToken).ConfigureAwait(false);
        var failures = counts.Failed == 0 ? [] : await pipeline.ReadFailuresAsync(counts.Run, cancellationToken).ConfigureAwait(false);
        return new ImportResult(counts.Written, counts.Unchanged, failures);
    }

    /// <summary>Reports each document that did not fail. The pipeline calls it once per document.</summary>
    private sealed class DoneReporter(Action<string> onDone) : IProgress<IngestCounts>
    {
        private int _failed;

        public void Report(IngestCounts value)
        {
            if (value.Failed == _failed && value.Current is { } origin) onDone(origin);
            _failed = value.Failed;
        }
    }
}
