using System.Collections.Concurrent;
using EdgarApi.Contracts;
using EdgarApi.Tests.AppHost;
using EdgarApi.Tests.Faults.Running;
using EdgarApi.Tests.Faults.Table;

namespace EdgarApi.Tests.Faults;

/// <summary>A company that files several reports while callers read it.</summary>
[Collection<FaultTableRun>]
public sealed class RefreshHistoryTests(FaultySystems systems)
{
    private const string Company = "MRVL", File = "CIK0001835632.json";
    private const int Versions = 4;

    private static readonly string[] Resources =
    [
        ApiRoutes.Overview, "/statements/income?annual=false&periods=12&fields=all", ApiRoutes.Facts + "?limit=1000",
        ApiRoutes.Filings + "?limit=100", "/timeseries?metrics=Revenue,NetIncome&periods=20",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    [Trait("run", "faults")]
    public async Task No_version_goes_backwards_and_no_answer_mixes_two()
    {
        var system = await systems.GetAsync(SystemKind.Live);
        var (facts, submissions) = (EdgarData.Read("companyfacts.zip", File), EdgarData.Read("submissions.zip", File));
        DateOnly[] days = [.. CompanyHistory.GetReportDays(submissions).Take(Versions).Order()];
        Publish(days[0]);
        var processes = system.ApiProcesses;
        foreach (var process in processes)
            await Waiting.UntilAsync(async () => (await GetAsync(process, ApiRoutes.Overview)).Status == 200);

        var seen = new ConcurrentQueue<(LocalProcess Process, string Resource, string Body)>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var readers = processes.SelectMany(process => Resources.Select(resource => ReadAsync(process, resource))).ToList();
        var expected = Resources.ToDictionary(resource => resource, _ => new List<string>());
        foreach (var (number, day) in days.Index())
        {
            if (number > 0) Publish(day);
            await Waiting.UntilAsync(() => IsServedAsync(day));
            foreach (var resource in Resources) expected[resource].Add((await GetAsync(processes[0], resource)).Body);
        }

        await Waiting.UntilAsync(() => seen.GroupBy(answer => (answer.Process, answer.Resource))
            .All(group => group.Last().Body == expected[group.Key.Resource][^1]));
        await end.CancelAsync();
        await Task.WhenAll(readers);
        foreach (var group in seen.GroupBy(answer => (answer.Process, answer.Resource)))
        {
            var versions = group.Select(answer => expected[group.Key.Resource].IndexOf(answer.Body)).ToList();
            if (versions.IndexOf(-1) is var mixture and >= 0)
                Assert.Fail($"{group.Key.Resource}, after version {versions[..mixture].LastOrDefault()}: {group.ElementAt(mixture).Body}");
            Assert.Equal(versions.Order(), versions);
            // A report may leave a response as it was.
            Assert.Equal(expected[group.Key.Resource].IndexOf(expected[group.Key.Resource][^1]), versions[^1]);
        }

        Assert.Equal(Resources.Length * processes.Count, seen.Select(answer => (answer.Process, answer.Resource)).Distinct().Count());

        void Publish(DateOnly day)
        {
            // The facts of such an old filing must not appear much later: the Warmer waits for them only on the day of the filing.
            var (newSubmissions, newFacts) = (CompanyHistory.GetSubmissions(submissions, day), CompanyHistory.GetFacts(facts, day));
            system.Sec.Put($"/api/xbrl/companyfacts/{File}", newFacts);
            system.Sec.Put($"/submissions/{File}", newSubmissions);
        }

        async Task<bool> IsServedAsync(DateOnly day)
        {
            foreach (var process in processes)
            {
                foreach (var resource in (string[])[Resources[2], Resources[3]])
                {
                    if (!(await GetAsync(process, resource)).Body.Contains($"\"{day:yyyy-MM-dd}\"", StringComparison.Ordinal))
                        return false;
                }
            }

            return true;
        }

        async Task ReadAsync(LocalProcess process, string resource)
        {
            while (!end.IsCancellationRequested)
            {
                var (status, body) = await GetAsync(process, resource);
                Assert.Equal(200, status);
                seen.Enqueue((process, resource, body));
                await Task.Delay(100, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static Task<(int Status, string Body)> GetAsync(LocalProcess process, string resource) =>
        FaultySystem.GetAsync(process, ApiRoutes.GetCompanyPath(Company, resource));
}
