using Microsoft.Extensions.Hosting;

namespace EdgarApi.Data;

/// <summary>Registers the data services of a program.</summary>
public static class EdgarDataExtensions
{
    /// <summary>
    /// Everything that answers reads: the four reader interfaces, replica routing over the connection strings <c>edgardb</c>, <c>edgardb-api</c>
    /// and <c>edgardb-analytics</c>, the company directory, and the health checks <c>postgres</c>, <c>redis</c> and <c>data</c>.
    /// </summary>
    public static IHostApplicationBuilder AddEdgarReading(this IHostApplicationBuilder builder) => builder;

    /// <summary>
    /// Everything that writes: migrations, the ingest pipeline and publication. The company source is registered apart
    /// (<see cref="Ingest.ICompanySource"/>), chosen by <see cref="Ingest.IngestOptions"/>.
    /// </summary>
    public static IHostApplicationBuilder AddEdgarIngest(this IHostApplicationBuilder builder) => builder;
}
