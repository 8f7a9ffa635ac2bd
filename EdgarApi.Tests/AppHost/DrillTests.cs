using System.Text.Json;
using EdgarApi.Tests.Cli;

namespace EdgarApi.Tests.AppHost;

/// <summary>The drills on a running system of their own: they stop its servers.</summary>
public sealed class DrillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_drills_restore_the_database_and_promote_a_replica_while_reads_go_on()
    {
        await using var appHost = AppHostProcess.Start(RunningSystem.DataFolder());
        var api = new Uri(await appHost.AddressAsync("api"));

        var restore = await RunAsync(appHost, "restore");
        Assert.Equal("0", GetMeasured(restore, "tables that differ from the primary at the target time"));
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(appHost.Folder), folder => folder.Contains("drill-", StringComparison.Ordinal));

        var promote = await RunAsync(appHost, "promote");
        Assert.Equal("0", GetMeasured(promote, "reads that failed"));
        Assert.Equal("0", GetMeasured(promote, "restarted processes of the API and the Warmer"));

        using var client = new HttpClient { BaseAddress = api };
        client.DefaultRequestHeaders.Add("X-Api-Key", RunningSystem.DevelopmentKey);
        using var audit = JsonDocument.Parse(
            await client.GetStringAsync(new Uri("/api/v1/admin/audit", UriKind.Relative), Token));
        var passed = audit.RootElement.GetProperty("actions").EnumerateArray()
            .Where(action => action.GetProperty("detail").TryGetProperty("passed", out var value) && value.ValueKind == JsonValueKind.True)
            .Select(action => action.GetProperty("action").GetString());
        Assert.Equal(["drill.promote", "drill.restore"], passed);

        // The next start finds the servers in their usual roles.
        await appHost.SignalAsync("TERM");
        await appHost.AssertCleanEndAsync();
    }

    private static async Task<JsonElement> RunAsync(AppHostProcess appHost, string drill)
    {
        var run = await EdgarRun.RunAsync("drill", drill, "--state", appHost.Folder, "--json");
        Assert.True(run.ExitCode == 0, $"{run.Error}\n{run.Out}\n{appHost.Output}");
        return JsonSerializer.Deserialize<JsonElement>(run.Out);
    }

    private static string? GetMeasured(JsonElement report, string target) => report.GetProperty("targets").EnumerateArray()
        .Single(candidate => candidate.GetProperty("name").GetString() == target).GetProperty("measured").GetString();
}
