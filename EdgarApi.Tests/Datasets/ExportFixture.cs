using EdgarApi.Datasets;
using EdgarApi.Storage.Datasets;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;

namespace EdgarApi.Tests.Datasets;

/// <summary>A database with two real companies, a filing of one of them, and what exports it.</summary>
internal static class ExportFixture
{
    public static async Task<EdgarDatabase> CreateDatabaseAsync(SharedServers servers)
    {
        var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("AAPL", "COST"), progress: null, CancellationToken.None);
        await AddFilingAsync(database, 320193, new DateOnly(2018, 1, 2));
        return database;
    }

    public static CompanyExportReader CreateReader(EdgarDatabase database) => new(new DirectExport(database.Primary));

    /// <summary>A device of Linux that is always full: each write fails with ENOSPC.</summary>
    public static Stream OpenFullDisk() => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>Changes a company like an ingest that finds an earlier filing: a new version, and a row in the files of one year.</summary>
    public static Task AddFilingAsync(EdgarDatabase database, int cik, DateOnly filed) => database.ExecuteAsync(
        $"""
        insert into filings (cik, accession, form, filed, items, primary_document, description)
            values ({cik}, '0000000000-{filed.Year % 100:00}-000001', '8-K', '{filed:yyyy-MM-dd}', '', '', '');
        update companies set revision = nextval('data_version') where cik = {cik};
        update company_facts set version = (select revision from companies where cik = {cik}) where cik = {cik};
        """);
}
