using System.IO.Hashing;
using System.Net;
using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.LoadTesting.Traffic;
using EdgarApi.Tests.Faults.Running;

namespace EdgarApi.Tests.Faults.Traffic;

/// <summary>
/// The correct response to every request of the traffic, by a checksum of its body. Recorded from one process before the first fault; the
/// other process must agree.
/// </summary>
internal sealed class ExpectedAnswers
{
    private const int MaxCompanies = 1000;
    private const int MaxConcurrentRequests = 4;

    /// <summary>Larger than what is cached, so every request for it needs Postgres.</summary>
    public const string Uncached = "uncached_statement";

    private const string UncachedPath = "/api/v1/companies/{id}/statements/income?periods=40&freq=quarterly&fields=all";

    /// <summary>Percent of requests that need Postgres in any case.</summary>
    private const int UncachedWeight = 4;

    private readonly List<List<ExpectedAnswer>> _byEndpoint = [];
    private readonly double[] _thresholds;
    private readonly List<ZipfDistribution> _popularity = [];

    private ExpectedAnswers(IReadOnlyList<(string Endpoint, int Weight)> mix, IReadOnlyList<ExpectedAnswer> answers)
    {
        Endpoints = [.. mix.Select(entry => entry.Endpoint)];
        double total = mix.Sum(entry => entry.Weight), sum = 0;
        _thresholds = [.. mix.Select(entry => (sum += entry.Weight) / total)];
        for (var endpoint = 0; endpoint < mix.Count; endpoint++)
        {
            var own = answers.Where(answer => answer.Endpoint == endpoint).ToList();
            _byEndpoint.Add(own);
            _popularity.Add(new ZipfDistribution(own.Count, skew: 1));
        }
    }

    /// <summary>Names of the endpoints in the order of the mix.</summary>
    public IReadOnlyList<string> Endpoints { get; }

    /// <summary>Number of recorded responses.</summary>
    public int Count => _byEndpoint.Sum(answers => answers.Count);

    /// <summary>Number of companies in them.</summary>
    public int Companies => _byEndpoint.SelectMany(answers => answers).Select(answer => answer.Company).Distinct().Count();

    /// <summary>The service level of an endpoint.</summary>
    public static Contracts.Objectives.ServiceLevel GetServiceLevel(string endpoint) =>
        LoadCatalog.Default.GetServiceLevel(endpoint == Uncached ? "income_statement" : endpoint);

    /// <summary>Requests every path once from each process.</summary>
    public static async Task<ExpectedAnswers> RecordAsync(FaultySystem system)
    {
        var token = TestContext.Current.CancellationToken;
        var catalog = LoadCatalog.Default;
        List<(string Endpoint, int Weight, string Path)> mix =
        [
            .. catalog.GetMix(catalog.Scenarios["normal"]).Select(entry => (entry.Key, entry.Value, catalog.Endpoints[entry.Key].Path)),
            (Uncached, UncachedWeight, UncachedPath),
        ];
        var processes = system.ApiProcesses;
        using var target = await LoadTarget.CreateAsync(
            new Uri(processes[0].Address).GetLeftPart(UriPartial.Authority), FaultySystem.Key, allowRemote: false, token);
        var companies = await target.GetCompaniesAsync(MaxCompanies, token);
        await using var ingress = new Ingress(system, TimeSpan.FromSeconds(30));
        var answers = new List<ExpectedAnswer>();
        await Parallel.ForEachAsync(
            from endpoint in Enumerable.Range(0, mix.Count) from company in companies select (endpoint, company),
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentRequests, CancellationToken = token },
            async (item, _) =>
            {
                var path = mix[item.endpoint].Path.Replace("{id}", Uri.EscapeDataString(item.company), StringComparison.Ordinal);
                var (first, second) = await GetAsync(path);
                // A process that has just started may know a company that the other one learns of within seconds.
                await Waiting.UntilAsync(
                    async () =>
                    {
                        if (first.Status != second.Status) (first, second) = await GetAsync(path);
                        return first.Status == second.Status;
                    },
                    what: $"both processes to answer {path} with one status");
                if (first.Status == (int)HttpStatusCode.NotFound) return; // a company without this statement
                Assert.Equal(((int)HttpStatusCode.OK, first.Checksum), (first.Status, second.Checksum));
                lock (answers) answers.Add(new ExpectedAnswer(item.endpoint, item.company, path, first.Checksum));
            });
        var rank = companies.Index().ToDictionary(item => item.Item, item => item.Index);
        return new ExpectedAnswers(
            [.. mix.Select(entry => (entry.Endpoint, entry.Weight))], [.. answers.OrderBy(answer => rank[answer.Company])]);

        async Task<(Reply First, Reply Second)> GetAsync(string path) =>
            (await ingress.TryGetAsync(new Uri(processes[0].Address), path, token),
            await ingress.TryGetAsync(new Uri(processes[1].Address), path, token));
    }

    /// <summary>Draws a request: the endpoint by the mix, the company by Zipf's law.</summary>
    public ExpectedAnswer Draw(Random random)
    {
        var draw = random.NextDouble();
        var found = Array.FindIndex(_thresholds, threshold => draw < threshold);
        var endpoint = found >= 0 ? found : _thresholds.Length - 1;
        return _byEndpoint[endpoint][_popularity[endpoint].Next(random)];
    }

    /// <summary>The checksum of a body.</summary>
    public static ulong GetChecksum(ReadOnlySpan<byte> body) => XxHash3.HashToUInt64(body);
}

/// <summary>A request and the correct response.</summary>
/// <param name="Endpoint">The index of its endpoint.</param>
/// <param name="Company">The company.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Checksum">The checksum of the body.</param>
internal sealed record ExpectedAnswer(int Endpoint, string Company, string Path, ulong Checksum);
