using System.Globalization;
using System.Text;

namespace EdgarApi.Cli.Load.Traffic;

/// <summary>A request ready for the wire, and the endpoint (by its place in <see cref="RequestSource.Endpoints"/>) that it counts for.</summary>
internal readonly record struct LoadRequest(int Endpoint, ReadOnlyMemory<byte> Bytes);

/// <summary>Draws requests: the endpoint by the mix, the company by Zipf's law.</summary>
internal sealed class RequestSource
{
    private const int DistinctDays = 3000;

    private readonly string[] paths;
    private readonly double[] thresholds;
    private readonly ZipfDistribution popularity;
    private readonly RequestFormat format;
    private readonly IReadOnlyList<string> companies;
    private readonly DateOnly? newestDay;
    private readonly ReadOnlyMemory<byte>?[,] prepared;
    private readonly int[,] drawn;

    /// <param name="mix">Weight and path (with <c>{id}</c>) of each endpoint.</param>
    /// <param name="companies">Identifiers, most popular first.</param>
    /// <param name="skew">Zipf's exponent; 0 makes all companies equally popular.</param>
    /// <param name="format">Everything of a request but its path.</param>
    /// <param name="newestDay">Gives each request of an address another <c>asOf</c>, from this day back, so that no cached answer serves it; null gives none.</param>
    public RequestSource(
        IReadOnlyList<(string Endpoint, int Weight, string Path)> mix, IReadOnlyList<string> companies, double skew, RequestFormat format, DateOnly? newestDay = null)
    {
        (Endpoints, paths) = ([.. mix.Select(m => m.Endpoint)], [.. mix.Select(m => m.Path)]);
        (this.companies, this.format, this.newestDay) = (companies, format, newestDay);
        popularity = new ZipfDistribution(companies.Count, skew);
        thresholds = new double[mix.Count];
        double total = mix.Sum(m => m.Weight), sum = 0;
        for (var i = 0; i < mix.Count; i++) thresholds[i] = (sum += mix[i].Weight) / total;
        prepared = new ReadOnlyMemory<byte>?[mix.Count, companies.Count];
        drawn = new int[mix.Count, companies.Count];
        foreach (var (endpoint, company, path) in Addresses()) prepared[endpoint, company] = format.Get(path);
    }

    public IReadOnlyList<string> Endpoints { get; }

    /// <summary>Every address that can be drawn, once.</summary>
    public IEnumerable<(int Endpoint, int Company, string Path)> Addresses() =>
        from endpoint in Enumerable.Range(0, paths.Length) from company in Enumerable.Range(0, companies.Count) select (endpoint, company, PathOf(endpoint, company));

    /// <summary>Leaves an address out: a company without that statement says so with a 404, which is no error of the server.</summary>
    public void Exclude(int endpoint, int company) => prepared[endpoint, company] = null;

    public LoadRequest Next(Random random)
    {
        var draw = random.NextDouble();
        var endpoint = Math.Min(Array.FindIndex(thresholds, threshold => draw < threshold) is var found and >= 0 ? found : thresholds.Length, thresholds.Length - 1);
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var company = popularity.Next(random);
            if (prepared[endpoint, company] is { } bytes) return new LoadRequest(endpoint, newestDay is { } newest ? Distinct(endpoint, company, newest) : bytes);
        }
        throw new CommandException($"hardly a company answers {Endpoints[endpoint]}.");
    }

    private ReadOnlyMemory<byte> Distinct(int endpoint, int company, DateOnly newest)
    {
        var path = PathOf(endpoint, company);
        // Counted by address, so that as few as possible ask for days before a company's first report.
        var day = newest.AddDays(-(Interlocked.Increment(ref drawn[endpoint, company]) % DistinctDays));
        var parameter = string.Create(CultureInfo.InvariantCulture, $"asOf={day:yyyy-MM-dd}");
        return format.Get($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameter}");
    }

    private string PathOf(int endpoint, int company) => paths[endpoint].Replace("{id}", Uri.EscapeDataString(companies[company]), StringComparison.Ordinal);
}

/// <summary>The lines that all requests of a run have in common.</summary>
internal sealed record RequestFormat(string Host, string? ApiKey)
{
    public const string Encodings = "br, gzip";

    public ReadOnlyMemory<byte> Get(string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {Host}\r\nAccept: application/json\r\nAccept-Encoding: {Encodings}\r\nUser-Agent: edgar-load\r\n"
        + (ApiKey is null ? "" : $"X-Api-Key: {ApiKey}\r\n") + "\r\n");
}
