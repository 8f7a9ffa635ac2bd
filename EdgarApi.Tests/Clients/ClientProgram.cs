using System.Diagnostics;

namespace EdgarApi.Tests.Clients;

/// <summary>A program of another platform. A test that needs one that is not installed is skipped, and says so.</summary>
internal static class ClientProgram
{
    /// <summary>Runs a program and returns its exit code and output. Skips the test if the program is not installed.</summary>
    /// <param name="program">Path, or name on the path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">Variables that it also has.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, IEnumerable<string> arguments, string? folder = null,
        params IReadOnlyList<(string Name, string Value)> environment)
    {
        if (!File.Exists(program) && !IsOnPath(program)) Assert.Skip($"{program} is not installed.");
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Programs of npm would otherwise report usage and look for updates.
            Environment = { ["CI"] = "true", ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    public static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
