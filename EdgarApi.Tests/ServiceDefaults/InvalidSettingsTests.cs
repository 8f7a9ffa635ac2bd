using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EdgarApi.Tests.ServiceDefaults;

/// <summary>Messages and exit codes of programs with invalid settings.</summary>
public sealed class InvalidSettingsTests
{
    private const string Api = "EdgarApi.Api.dll";
    private const string Warmer = "EdgarApi.Warmer.dll";
    private const string Edgar = "edgar.dll";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["ConnectionStrings__edgardb"] = "Host=127.0.0.1;Port=1;Username=edgar;Password=not-for-logs;Database=edgar",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
    };

    [Theory]
    [InlineData(
        Api, "ConnectionStrings__edgardb", "",
        "The connection string 'edgardb' is missing. Start through the AppHost, or set ConnectionStrings__edgardb to that of the primary")]
    [InlineData(
        Api, "ConnectionStrings__edgardb", "Password=not-for-logs;Hots=x",
        "ConnectionStrings:edgardb is not a connection string like Host=localhost;")]
    [InlineData(
        Api, "ConnectionStrings__redis", "localhost,what=7",
        "ConnectionStrings:redis is not a Redis connection string like localhost:6379,password=…: Keyword 'what' is not supported.")]
    [InlineData(Api, "EdgarApi__TracesPerSecond", "many", "EdgarApi:TracesPerSecond is 'many', but must be a number of traces")]
    [InlineData(
        Api, "EdgarApi__Routing__ProbeTimeout", "soon",
        "'soon' at 'EdgarApi:Routing:ProbeTimeout' to type 'System.TimeSpan'. It must be a time like 00:00:30.")]
    [InlineData(
        Api, "EdgarApi__Routing__PrimaryConcurrency", "-4",
        "EdgarApi.Api does not start: EdgarApi:Routing:PrimaryConcurrency must be between")]
    [InlineData(
        Api, "EdgarApi__Routing__ProbeInterval", "00:00:00", "EdgarApi.Api does not start: EdgarApi:Routing:ProbeInterval must be between")]
    [InlineData(
        Api, "EdgarApi__Postgres__PoolWait", "-00:00:01", "EdgarApi.Api does not start: EdgarApi:Postgres:PoolWait must be between")]
    [InlineData(
        Api, "EdgarApi__Postgres__ConnectTimeout", "00:00:00",
        "EdgarApi.Api does not start: EdgarApi:Postgres:ConnectTimeout must be between")]
    [InlineData(
        Warmer, "EdgarApi__Cache__RedisTimeout", "00:00:00", "EdgarApi.Warmer does not start: EdgarApi:Cache:RedisTimeout must be between")]
    [InlineData(
        Api, "EdgarApi__Tiers__pro__Burst", "x", "EdgarApi:Tiers:pro:Burst is 'x', but must be an integer of at least 1 or 'unlimited'.")]
    [InlineData(Api, "EdgarApi__RequireHttps", "maybe", "EdgarApi:RequireHttps is 'maybe', but must be true or false")]
    [InlineData(Api, "EdgarApi__TrustedProxies__0", "nowhere", "EdgarApi:TrustedProxies:0 is 'nowhere', but must be an address")]
    [InlineData(Api, "EdgarApi__DevelopmentKey", "given", "EdgarApi:DevelopmentKey is set, but the environment is Production")]
    [InlineData(Api, "ASPNETCORE_URLS", "nonsense", "Invalid url: 'nonsense': ASPNETCORE_URLS takes addresses like http://0.0.0.0:8080.")]
    [InlineData(
        Warmer, "EdgarApi__Ingest__Source", "Nonsense", "EdgarApi:Ingest:Source is 'Nonsense'; it must be one of Sample, Bulk, Live.")]
    [InlineData(Warmer, "EdgarApi__Warming__PopularSchedule", "now and then", "EdgarApi:Warming:PopularSchedule")]
    [InlineData(Warmer, "EdgarApi__Warming__MaxConcurrent", "0", "EdgarApi:Warming:MaxConcurrent")]
    [InlineData(Edgar, "EdgarApi__Tiers__pro__Burst", "x", "edgar: EdgarApi:Tiers:pro:Burst is 'x', but must be")]
    [InlineData(Edgar, "ConnectionStrings__redis", "localhost,what=7", "edgar: ConnectionStrings:redis is not a Redis connection string")]
    public async Task An_invalid_setting_stops_the_program_with_the_valid_values(
        string program, string setting, string value, string message) => AssertSaid(message, await RunAsync(program, (setting, value)));

    [Fact]
    public async Task A_source_without_files_has_a_clear_error()
    {
        var run = await RunAsync(Warmer, ("EdgarApi__Ingest__Source", "Bulk"), ("EdgarApi__Ingest__Path", "/nowhere"));
        AssertSaid("EdgarApi:Ingest:Path must be companyfacts.zip or the folder that contains it: /nowhere: no such file or folder", run);
    }

    [Fact]
    public async Task An_address_in_use_has_a_clear_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        var (exitCode, output) = await RunAsync(Api, ("ASPNETCORE_URLS", address));
        Assert.Contains(
            $"EdgarApi.Api does not start: Failed to bind to address {address}: address already in use.",
            output,
            StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    private static void AssertSaid(string message, (int ExitCode, string Output) run)
    {
        Assert.Contains(message, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-logs", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params (string Setting, string Value)[] settings)
    {
        var path = Path.Combine(AppContext.BaseDirectory, program);
        var start = new ProcessStartInfo("dotnet", ["exec", path, .. program == Edgar ? (string[])["keys", "list"] : []])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = TestFolder.Create("settings").FullName,
        };
        foreach (var (setting, value) in Settings.Select(pair => (pair.Key, pair.Value)).Concat(settings))
            start.Environment[setting] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync())
                .InTimeAsync($"{program} to end");
            await process.WaitForExitAsync().InTimeAsync($"{program} to end");
            return (process.ExitCode, string.Concat(output));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
