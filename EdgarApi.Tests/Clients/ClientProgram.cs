using System.Diagnostics;

namespace EdgarApi.Tests.Clients;

/// <summary>A program of another platform. A test that needs one that is not installed is skipped, and says so.</summary>
internal static class ClientProgram
{
    /// <summary>Runs a program and returns its exit code and output. Skips the test if the program is not installed.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, IEnumerable<string> arguments, string? folder = null)
    {
        if (!File.Exists(program) && !IsOnPath(program)) Assert.Skip($"{program} is not installed.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Programs of npm would otherwise report usage and look for updates.
            Environment = { ["CI"] = "true", ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
