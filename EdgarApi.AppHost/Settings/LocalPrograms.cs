namespace EdgarApi.AppHost.Settings;

/// <summary>The servers that are installed on this machine.</summary>
internal static class LocalPrograms
{
    /// <summary>Where Debian and Red Hat keep Postgres, outside the PATH. <c>postgres/node.sh</c> looks in the same places.</summary>
    private static readonly (string Parent, string Pattern)[] PostgresFolders = [("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*")];

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">One of them is missing.</exception>
    public static void Require(params string[] programs)
    {
        var missing = programs.Where(program => !Exists(program)).ToList();
        if (missing.Count == 0) return;
        throw LocalSettings.Invalid("EdgarApi:Containers",
            $"{string.Join(" and ", missing)} not found. Install PostgreSQL 15 or later and Redis 7 or later "
            + "(Debian: apt-get install postgresql redis-server; "
            + "Homebrew: brew install postgresql@17 redis; Fedora: dnf install postgresql-server redis), or start a container engine.");
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
