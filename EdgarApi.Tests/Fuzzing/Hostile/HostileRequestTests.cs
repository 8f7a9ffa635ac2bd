using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using EdgarApi.Api.OpenApi;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Clients;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;

namespace EdgarApi.Tests.Fuzzing.Hostile;

/// <summary>Whatever is sent, the response is a result or a problem document: never a 5xx, never a hang.</summary>
public sealed class HostileRequestTests(SharedServers servers, ApiServer api, NpmPackages packages)
{
    private const int MaxConcurrentRequests = 8;

    /// <summary>A corpus that shrinks has lost a rule, or the routes that it is generated from.</summary>
    private const int MinRequests = 10_000;

    /// <summary>
    /// Every tenth request of the corpus, so that each parameter gets other values than its neighbors, and other requests each day; all of
    /// it with many fuzz inputs.
    /// </summary>
    private static readonly int Stride = Mutation.Inputs > 20_000 ? 1 : 10;

    private static readonly int First = DateTime.UtcNow.DayOfYear % Stride;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_parameter_header_and_method_with_every_hostile_value_is_a_result_or_a_problem_document()
    {
        using var client = await api.KestrelClientAsync(servers);
        var requests = HostileCorpus.CreateReads(await ReadDocumentsAsync(client)).ToList();

        Assert.InRange(requests.Count, MinRequests, int.MaxValue);
        await AssertAnsweredAsync(client.BaseAddress!, [.. requests.Where((_, index) => index % Stride == First)]);
    }

    [Fact]
    public async Task Hostile_bodies_are_a_problem_document()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using var host = await ApiHost.StartAsync(database, await servers.RedisAsync(), overSockets: true);
        using var client = host.Client(ApiServer.Key);
        var requests = HostileCorpus.CreateChanges(await ReadDocumentsAsync(client)).ToList();

        Assert.InRange(requests.Count, 10 * HostileValues.Bodies.Count, int.MaxValue);
        await AssertAnsweredAsync(client.BaseAddress!, requests);
    }

    [Fact]
    public async Task The_big_list_of_naughty_strings_is_answered()
    {
        var file = await packages.GetAsync("big-list-of-naughty-strings/blns.json");
        var texts = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(file, Token))!;
        using var client = await api.KestrelClientAsync(servers);

        Assert.InRange(texts.Length, 400, int.MaxValue);
        await AssertAnsweredAsync(client.BaseAddress!, [.. HostileCorpus.CreateFrom(texts)]);
    }

    private static async Task<JsonElement[]> ReadDocumentsAsync(HttpClient client)
    {
        var documents = new List<JsonElement>();
        foreach (var address in (string[])[Documentation.DocumentAddress, Documentation.AccountsDocumentAddress])
            documents.Add(JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync(new Uri(address, UriKind.Relative), Token)));
        return [.. documents];
    }

    private static async Task AssertAnsweredAsync(Uri server, List<HostileRequest> requests)
    {
        var faults = new ConcurrentQueue<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentRequests, CancellationToken = Token };
        await Parallel.ForEachAsync(requests, options, async (request, cancellation) =>
        {
            var bytes = HostileCorpus.WithKey(request, ApiServer.Key);
            if (await HostileConnection.FindFaultAsync(server, bytes, cancellation) is { } fault)
                faults.Enqueue($"{request.Rule}: {fault}\n    {Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(200, bytes.Length)))}");
        });

        Assert.True(faults.IsEmpty, $"{faults.Count} of {requests.Count}:\n{string.Join('\n', faults.Take(20))}");
    }
}
