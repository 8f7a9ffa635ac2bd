namespace EdgarApi.AppHost.Settings;

/// <summary>The servers that are installed on this machine.</summary>
internal static class LocalPrograms
{
    /// <summary>Where Debian and Red Hat keep Postgres, outside the PATH. <c>postgres/node.sh</c> looks in the same places.</summary>
    private static readonly (string Parent, string Pattern)[] PostgresFolders = [("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*")];

    /// <summary>Checks that Redis and Postgres are installed.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">One of them is missing.</exception>
    public static void RequireServers() => Require(
        "EdgarApi:Containers", ["redis-server", "postgres"],
        "Install PostgreSQL 15 or later and Redis 7 or later (Debian: apt-get install postgresql redis-server; "
            + "Homebrew: brew install postgresql@17 redis; Fedora: dnf install postgresql-server redis), or start a container engine.");

    /// <summary>Checks that Prometheus and Alertmanager are installed.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">One of them is missing.</exception>
    public static void RequireMonitoring() => Require(
        "EdgarApi:Monitoring", ["prometheus", "promtool", Exists("alertmanager") ? "alertmanager" : "prometheus-alertmanager"],
        "Install Prometheus 2.42 or later and Alertmanager 0.25 or later (Debian: apt-get install prometheus prometheus-alertmanager; "
            + "Homebrew: brew install prometheus alertmanager), or leave EdgarApi:Monitoring out.");

    private static void Require(string setting, string[] programs, string remedy)
    {
        var missing = programs.Where(program => !Exists(program)).ToList();
        if (missing.Count > 0) throw LocalSettings.Invalid(setting, $"{string.Join(" and ", missing)} not found. {remedy}");
    }

    private static bool Exists(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Any(folder => File.Exists(Path.Combine(folder, program)))
            || (program == "postgres" && PostgresFolders.Any(place => Directory.Exists(place.Parent)
                && Directory.EnumerateDirectories(place.Parent, place.Pattern)
                    .Any(folder => File.Exists(Path.Combine(folder, "bin", "postgres")))));
    }
}
