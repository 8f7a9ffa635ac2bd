using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgarApi.Tests.Postgres;

namespace EdgarApi.Tests.AppHost;

/// <summary>The AppHost as a process of its own: however it ends, nothing that it started stays.</summary>
public sealed class AppHostProcessTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task However_the_AppHost_ends_nothing_that_it_started_stays(string signal)
    {
        var folder = RunningSystem.DataFolder();
        using var appHost = Start(folder);
        try
        {
            await UntilTheReplicasRunAsync(appHost);
            Assert.True(Family(folder).Count > 3);

            using (var kill = Process.Start("kill", ["-s", signal, $"{appHost.Id}"]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
            await appHost.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();

            // Killed, it can wait for nobody; what it leaves ends by itself, or this never does.
            await Waiting.UntilAsync(() => Family(folder).Count == 0);
            Assert.Equal(signal == "KILL", appHost.ExitCode != 0);
        }
        finally
        {
            if (!appHost.HasExited)
                appHost.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_log_of_a_run_has_no_secret_and_its_first_start_no_warning()
    {
        const string BadKey = "a-key-that-nobody-has-given";
        var (folder, log) = (RunningSystem.DataFolder(), new StringBuilder());
        using var appHost = Start(folder, "--EdgarApi:Warming:Enabled=false");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOfTheApiAsync(appHost, log) };
            var rest = appHost.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Waiting.UntilAsync(() => IsHealthyAsync(client));
            foreach (var key in (string[])[RunningSystem.DevelopmentKey, BadKey])
            {
                foreach (var address in (string[])["companies/AAPL/statements/income", "companies/NOSUCH/facts", "nothing"])
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/{address}", UriKind.Relative)) { Headers = { { "X-Api-Key", key } } };
                    using (await client.SendAsync(request, TestContext.Current.CancellationToken)) { }
                }
            }

            var made = await MadeSecretsAsync(client);
            using (var kill = Process.Start("kill", ["-s", "TERM", $"{appHost.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
            log.Append(await rest.InTimeAsync());

            var secrets = Directory.GetFiles(Path.Combine(folder, "secrets")).Select(file => File.ReadAllText(file).Trim()).Concat([RunningSystem.DevelopmentKey, BadKey, .. made]).ToList();
            Assert.True(secrets.Count >= 7 && log.Length > 1_000);
            Assert.NotEmptyAndAll(secrets, secret => Assert.DoesNotContain(secret, log.ToString(), StringComparison.Ordinal));
            // Redis has one word for machines that do not overcommit memory, which it would need for what it does not do here.
            var start = Regex.Split(log.ToString(), @"^api +\| is healthy", RegexOptions.Multiline);
            Assert.Equal(2, start.Length);
            // So the server takes down how the lock library waits for a lock and how it stops watching one.
            string[] ofLocks = ["SET LOCAL can only be used in transaction blocks", "canceling statement due to user request"];
            var alarming = Regex.Matches(start[0], @"^.*(\| (warn|fail|crit): |(?<!# )WARNING:|ERROR:|FATAL:|PANIC:).*\n.*$", RegexOptions.Multiline).Select(match => match.Value);
            Assert.Equal([], alarming.Where(line => !ofLocks.Any(line.Contains)));
        }
        finally
        {
            if (!appHost.HasExited)
                appHost.Kill();
            await appHost.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
            await Waiting.UntilAsync(() => Family(folder).Count == 0);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The secret parts of a key that administration makes, of its successor and of a session's token.</summary>
    private static async Task<IReadOnlyList<string>> MadeSecretsAsync(HttpClient client)
    {
        const string Admin = "/api/v1/admin";
        var organization = await PostAsync(client, RunningSystem.DevelopmentKey, $"{Admin}/organizations", new { name = "Acme" });
        var user = await PostAsync(client, RunningSystem.DevelopmentKey, $"{Admin}/users", new { organizationId = organization.GetProperty("id").GetInt64(), name = "Jane" });
        var key = await PostAsync(client, RunningSystem.DevelopmentKey, $"{Admin}/keys", new { userId = user.GetProperty("id").GetInt64(), name = "server" });
        var successor = await PostAsync(client, RunningSystem.DevelopmentKey, $"{Admin}/keys/{key.GetProperty("details").GetProperty("id").GetString()}/rotate", new { });
        var session = await PostAsync(client, key.GetProperty("key").GetString()!, "/api/v1/sessions", new { });
        return [.. new[] { key.GetProperty("key"), successor.GetProperty("key"), session.GetProperty("token") }.Select(text => text.GetString()!.Split('_')[3])];
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string key, string address, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Headers = { { "X-Api-Key", key } }, Content = JsonContent.Create(body) };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static async Task<Uri> AddressOfTheApiAsync(Process appHost, StringBuilder log)
    {
        while (true)
        {
            var line = await appHost.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().InTimeAsync("a line of the AppHost")
                ?? throw new InvalidOperationException($"The AppHost ended early:\n{log}");
            log.AppendLine(line);
            if (line.Split('|', StringSplitOptions.TrimEntries) is ["api", var news] && news.StartsWith("at http", StringComparison.Ordinal)) return new Uri(news.Split(' ')[1].TrimEnd(','));
        }
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // none of the replicas listens yet
        }
    }

    private static Process Start(string folder, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Projects.EdgarApi_AppHost).Assembly.Location, .. RunningSystem.Settings(folder), .. settings])
        {
            RedirectStandardOutput = true,
            // Every process of the family inherits it, and is known by it.
            Environment = { [Marker] = folder },
        };
        // A busy machine must not look like a dead node.
        foreach (var (key, value) in EdgarDatabase.Patient) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }

    private const string Marker = "EDGAR_TESTS_FAMILY";

    private static async Task UntilTheReplicasRunAsync(Process appHost)
    {
        var output = new StringBuilder();
        var running = 0;
        while (running < 2)
        {
            var line = await appHost.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().InTimeAsync("a line of the AppHost")
                ?? throw new InvalidOperationException($"The AppHost ended early:\n{output}");
            output.AppendLine(line);
            if (line.Contains("ready to accept read-only connections", StringComparison.Ordinal))
                running++;
        }
        // Whoever writes to a full pipe stands still.
        _ = appHost.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static List<string> Family(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out var _) && EnvironmentOf(process).Contains($"{Marker}={folder}", StringComparison.Ordinal))];

    private static string EnvironmentOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // ended meanwhile, or another user's
        }
    }
}
