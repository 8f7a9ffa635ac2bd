using System.Net;
using System.Net.Sockets;

namespace EdgarApi.Tests.AppHost;

/// <summary>A run that cannot work says why in one line, ends with exit code 1 and leaves nothing running.</summary>
public sealed class AppHostErrorTests
{
    [Theory]
    [InlineData("EdgarApi:Port", "65536", "EdgarApi:Port is '65536', but must be a port from 1 to 65535")]
    [InlineData("EdgarApi:Containers", "maybe", "EdgarApi:Containers is 'maybe', but must be true or false")]
    [InlineData("EdgarApi:Monitoring", "maybe", "EdgarApi:Monitoring is 'maybe', but must be true or false")]
    [InlineData("EdgarApi:Dashboard", "later", "EdgarApi:Dashboard is 'later', but must be true or false")]
    [InlineData("EdgarApi:AlertWebhook", "here", "EdgarApi:AlertWebhook is 'here', but must be an address like http://127.0.0.1:9095")]
    [InlineData("EdgarApi:DataDirectory", "/proc/nothing", "EdgarApi:DataDirectory is '/proc/nothing', which cannot be written")]
    public async Task A_wrong_setting_ends_the_start(string setting, string value, string expected)
    {
        var folder = RunningSystem.DataFolder();
        await AssertEndsAsync(folder, expected, [.. RunningSystem.Settings(folder), $"--{setting}={value}"]);
    }

    [Fact]
    public async Task A_port_in_use_ends_the_start()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (folder, port) = (RunningSystem.DataFolder(), ((IPEndPoint)listener.LocalEndpoint).Port);

        await AssertEndsAsync(folder, $"EdgarApi:Port is {port}, which cannot be used",
            [.. RunningSystem.Settings(folder), $"--EdgarApi:Port={port}"]);
    }

    [Fact]
    public async Task A_second_run_in_the_same_folder_ends_and_the_first_goes_on()
    {
        await using var first = AppHostProcess.Start(RunningSystem.DataFolder());
        await first.UntilAsync(() => first.Output.Contains("Distributed application starting", StringComparison.Ordinal));

        await AssertEndsAsync(first.Folder, "EdgarApi already runs with the state folder", RunningSystem.Settings(first.Folder),
            isAlone: false);

        Assert.False(first.HasExited);
    }

    [Fact]
    public async Task Missing_programs_are_named_with_how_to_install_them()
    {
        var folder = RunningSystem.DataFolder();
        var path = ProgramFolder("dotnet");

        await AssertEndsAsync(folder, "redis-server not found. Install PostgreSQL 15 or later and Redis 7 or later",
            RunningSystem.Settings(folder), ("PATH", path));
    }

    [Fact]
    public async Task Missing_programs_of_monitoring_are_named()
    {
        var folder = RunningSystem.DataFolder();
        var path = ProgramFolder("dotnet", "redis-server");

        await AssertEndsAsync(folder, "prometheus and promtool and prometheus-alertmanager not found. Install Prometheus 2.42 or later",
            [.. RunningSystem.Settings(folder), "--EdgarApi:Monitoring=true"], ("PATH", path));
    }

    [Fact]
    public async Task A_setting_that_a_program_refuses_ends_the_start_with_that_program_s_reason()
    {
        var folder = RunningSystem.DataFolder();
        await AssertEndsAsync(folder, "EdgarApi does not start: warmer ended with exit code 1: EdgarApi.Warmer does not start:",
            [.. RunningSystem.Settings(folder), "--EdgarApi:Ingest:Source=Nowhere"]);
    }

    /// <summary>A folder that holds links to some programs and nothing else.</summary>
    internal static string ProgramFolder(params IEnumerable<string> programs)
    {
        var folder = TestFolder.Create("programs").FullName;
        foreach (var program in programs)
        {
            var found = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(place => Path.Combine(place, program))
                .First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(folder, program), found);
        }
        return folder;
    }

    private static Task AssertEndsAsync(string folder, string expected, string[] settings,
        params IEnumerable<(string, string)> environment) =>
        AssertEndsAsync(folder, expected, settings, isAlone: true, environment);

    private static async Task AssertEndsAsync(string folder, string expected, string[] settings, bool isAlone,
        params IEnumerable<(string, string)> environment)
    {
        var appHost = AppHostProcess.Start(folder, settings, environment);
        await appHost.WaitForExitAsync();

        Assert.Equal(1, appHost.ExitCode);
        // Programs that are still running may log after it.
        var last = appHost.Output.Split('\n').LastOrDefault(line => line.StartsWith("EdgarApi", StringComparison.Ordinal));
        Assert.Contains(expected, last, StringComparison.Ordinal);
        if (isAlone) await appHost.DisposeAsync();
    }
}
