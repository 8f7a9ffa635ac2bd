using System.Text.Json;
using EdgarApi.Api.Problems;
using EdgarApi.Data.Companies;
using EdgarApi.Data.Facts;
using EdgarApi.Data.Metrics;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api;

public sealed class ApiServer : IAsyncDisposable
{
    public const string Key = "a-key-for-tests";
    private readonly WebApplicationFactory<ApiProblem> _factory = new WebApplicationFactory<ApiProblem>().WithWebHostBuilder(host =>
    {
        host.UseSetting("EdgarApi:DevelopmentKey", Key);
        host.ConfigureTestServices(services =>
        {
            var fakes = new Fakes();
            services.AddSingleton<ICompanyDirectory>(fakes);
            services.AddSingleton<ICompanyReader>(fakes);
            services.AddSingleton<ICompanyFactsReader>(fakes);
            services.AddSingleton<IMetricValueReader>(fakes);
        });
    });

    public HttpClient Anonymous() => _factory.CreateClient(new() { AllowAutoRedirect = false });

    public HttpClient Client()
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        return client;
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}

file sealed class Fakes : ICompanyDirectory, ICompanyReader, ICompanyFactsReader, IMetricValueReader
{
    private static readonly CompanyEntry Apple = new(new Cik(320193), "Apple Inc.", ["AAPL"], "Nasdaq", [], 1, "aa", DateTimeOffset.UnixEpoch, new DateOnly(2026, 1, 30));
    public CompanyEntry? Find(string id) => id.Equals("AAPL", StringComparison.OrdinalIgnoreCase) ? Apple : null;
    public CompanySearchResult Search(string query, int limit) => new(1, [Apple]);
    public IReadOnlyList<string> Suggest(string id, int limit = 5) => ["AAPL"];
    public IReadOnlyList<CompanyEntry> PublishedSince(DateTimeOffset since, int limit) => [Apple];
    public int LoadedCount => 1;
    public Task<CompanyProfile?> GetProfileAsync(Cik cik, CancellationToken cancellationToken) => Task.FromResult<CompanyProfile?>(null);
    public Task<FilingPage> GetFilingsAsync(Cik cik, FilingQuery query, CancellationToken cancellationToken) => Task.FromResult(new FilingPage(1, [new Filing("0000320193-25-000079", "10-K", new DateOnly(2025, 10, 31), null, "", "a.htm", "", null)]));
    public ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken) => ValueTask.FromResult<CompanyFacts?>(null);
    public Task<IReadOnlyList<CompanyMetricValue>> GetAsync(IReadOnlyList<Cik> companies, IReadOnlyList<string> metrics, Frequency frequency, int periods, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CompanyMetricValue>>([]);
}
