using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Caching;

/// <summary>Two API processes share one Redis and one Postgres.</summary>
public sealed class SeveralProcessesTests(SharedServers servers, ApiServer api)
{
    private const string Income = "/api/v1/companies/NVDA/statements/income?periods=5";

    private readonly string _space = $"t{Guid.NewGuid():N}"[..20];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_process_gets_what_another_computed_from_Redis_and_then_from_memory()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        using var first = await GetAsync(one);
        using var second = await GetAsync(other);
        using var third = await GetAsync(other);
        Assert.Equal(["miss", "hit-l2", "hit-l1"], new[] { first, second, third }.Select(answer => answer.GetXCache()));
        Assert.Equal(await first.Content.ReadAsStringAsync(Token), await second.Content.ReadAsStringAsync(Token));
        Assert.Equal((first.Headers.ETag, TimeSpan.Zero), (second.Headers.ETag, second.Headers.Age));
    }

    [Fact]
    public async Task Concurrent_requests_to_both_processes_cause_one_computation()
    {
        var held = new BlockedReads();
        await using var one = await StartAsync(held);
        await using var other = await StartAsync(held);

        var first = GetAsync(one);
        await held.Begun.Task.InTimeAsync();
        var others = Enumerable.Range(0, 20).Select(i => GetAsync(i % 2 == 0 ? one : other)).ToArray();
        held.Release.SetResult();

        HttpResponseMessage[] answers = [await first, .. await Task.WhenAll(others)];
        Assert.NotEmptyAndAll(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        Assert.Single(answers.Select(answer => answer.Headers.ETag).Distinct());
        Assert.Equal(1, held.Reads);
        Assert.Single(answers, answer => answer.GetXCache() == "hit-l2");
        foreach (var answer in answers) answer.Dispose();
    }

    private Task<ApiHost> StartAsync(BlockedReads? held = null) => api.AnotherAsync(servers, host =>
    {
        host.UseSetting("EdgarApi:Cache:Namespace", _space);
        if (held is null) return;
        host.ConfigureTestServices(services => services.AddSingleton<ICompanyFactsReader>(
            provider => new BlockingReader(provider.GetRequiredService<CompanyFactsReader>(), held)));
    });

    private static async Task<HttpResponseMessage> GetAsync(ApiHost process)
    {
        using var client = process.Client(ApiServer.Key);
        return await client.GetAsync(new Uri(Income, UriKind.Relative), Token);
    }

    /// <summary>Blocks reads of facts in all processes until they are released.</summary>
    private sealed class BlockedReads
    {
        private int _reads;

        public int Reads => _reads;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WaitAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            Begun.TrySetResult();
            return Release.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class BlockingReader(CompanyFactsReader reader, BlockedReads held) : ICompanyFactsReader
    {
        public async ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken)
        {
            await held.WaitAsync(cancellationToken);
            return await reader.GetAsync(company, cancellationToken);
        }
    }
}
