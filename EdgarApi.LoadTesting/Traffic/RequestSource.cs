using System.Globalization;
using System.Text;
using EdgarApi.Contracts;

namespace EdgarApi.LoadTesting.Traffic;

/// <summary>A request ready to send, and the index of its endpoint in <see cref="RequestSource.Endpoints"/>.</summary>
internal readonly record struct LoadRequest(int Endpoint, ReadOnlyMemory<byte> Bytes);

/// <summary>Draws requests: the endpoint by the mix, the company by Zipf's law.</summary>
internal sealed class RequestSource
{
    private const int DistinctDays = 3000;
    private const int MaxDraws = 1000;

    /// <summary>Runs with different seeds begin this number of days apart, so that they have no request in common.</summary>
    private const int DaysPerSeed = 30;

    private const int DifferentSeeds = 50;

    private readonly string[] _paths;
    private readonly double[] _thresholds;
    private readonly ZipfDistribution _popularity;
    private readonly RequestFormat _format;
    private readonly IReadOnlyList<string> _companies;
    private readonly DateOnly? _newestDay;
    private readonly ReadOnlyMemory<byte>?[,] _prepared;
    private readonly int[,] _drawn;

    /// <param name="mix">Weight and path (with <c>{id}</c>) of each endpoint.</param>
    /// <param name="companies">Identifiers, most popular first.</param>
    /// <param name="skew">Zipf exponent; 0 makes all companies equally popular.</param>
    /// <param name="format">The part that all requests share.</param>
    /// <param name="newestDay">
    /// When set, each request of a path has another <c>asOf</c> day, counting back from this one, so no cached response matches.
    /// </param>
    public RequestSource(
        IReadOnlyList<(string Endpoint, int Weight, string Path)> mix, IReadOnlyList<string> companies, double skew, RequestFormat format,
        DateOnly? newestDay = null)
    {
        (Endpoints, _paths) = ([.. mix.Select(m => m.Endpoint)], [.. mix.Select(m => m.Path)]);
        (_companies, _format, _newestDay) = (companies, format, newestDay);
        _popularity = new ZipfDistribution(companies.Count, skew);
        _thresholds = new double[mix.Count];
        double total = mix.Sum(m => m.Weight), sum = 0;
        for (var i = 0; i < mix.Count; i++) _thresholds[i] = (sum += mix[i].Weight) / total;
        _prepared = new ReadOnlyMemory<byte>?[mix.Count, companies.Count];
        _drawn = new int[mix.Count, companies.Count];
        foreach (var (endpoint, company, path) in GetPaths()) _prepared[endpoint, company] = format.CreateGet(path);
    }

    public IReadOnlyList<string> Endpoints { get; }

    /// <summary>The first <c>asOf</c> day of a run with this seed.</summary>
    public static DateOnly GetNewestDay(DateOnly today, int seed) => today.AddDays(-DaysPerSeed * (int)((uint)seed % DifferentSeeds));

    /// <summary>Gets every path that can be drawn.</summary>
    public IEnumerable<(int Endpoint, int Company, string Path)> GetPaths() =>
        from endpoint in Enumerable.Range(0, _paths.Length)
        from company in Enumerable.Range(0, _companies.Count)
        select (endpoint, company, GetPath(endpoint, company));

    /// <summary>Excludes a path. A company without a statement returns 404, which is not a server error.</summary>
    public void Exclude(int endpoint, int company) => _prepared[endpoint, company] = null;

    public LoadRequest Next(Random random)
    {
        var draw = random.NextDouble();
        var found = Array.FindIndex(_thresholds, threshold => draw < threshold);
        var endpoint = found >= 0 ? found : _thresholds.Length - 1;
        for (var attempt = 0; attempt < MaxDraws; attempt++)
        {
            var company = _popularity.Next(random);
            if (_prepared[endpoint, company] is not { } bytes) continue;
            return new LoadRequest(endpoint, _newestDay is { } newest ? CreateDistinct(endpoint, company, newest) : bytes);
        }
        throw new LoadTestException($"almost no company has {Endpoints[endpoint]}.");
    }

    private ReadOnlyMemory<byte> CreateDistinct(int endpoint, int company, DateOnly newest)
    {
        var path = GetPath(endpoint, company);
        // Counted per path, so that few requests ask for days before a company's first report.
        var day = newest.AddDays(-(Interlocked.Increment(ref _drawn[endpoint, company]) % DistinctDays));
        var parameter = string.Create(CultureInfo.InvariantCulture, $"asOf={day:yyyy-MM-dd}");
        return _format.CreateGet($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameter}");
    }

    private string GetPath(int endpoint, int company) =>
        _paths[endpoint].Replace("{id}", Uri.EscapeDataString(_companies[company]), StringComparison.Ordinal);
}

/// <summary>The headers that all requests of a run share.</summary>
internal sealed record RequestFormat(string Host, string? ApiKey)
{
    public const string Encodings = "br, gzip";

    public ReadOnlyMemory<byte> CreateGet(string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {Host}\r\nAccept: application/json\r\nAccept-Encoding: {Encodings}\r\nUser-Agent: edgar-load\r\n"
        + (ApiKey is null ? "" : $"{ApiHeaders.ApiKey}: {ApiKey}\r\n") + "\r\n");
}
