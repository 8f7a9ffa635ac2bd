using System.Globalization;
using EdgarApi.AppHost.Settings;

namespace EdgarApi.AppHost.RunFiles;

/// <summary>
/// Lets one system run per state folder. The file holds the AppHost's process id; the operating system drops the lock however the process
/// ends.
/// </summary>
internal static class RunLock
{
    private const string FileName = "run.lock";

    /// <returns>The lock; dispose of it when the system has stopped.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A system already runs on this folder.</exception>
    public static FileStream Take(LocalSettings settings)
    {
        var path = Path.Combine(settings.StateDirectory, FileName);
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return file;
        }
        catch (IOException)
        {
            throw LocalSettings.Invalid("EdgarApi:StateDirectory",
                $"EdgarApi already runs with the state folder {settings.StateDirectory}. ./run --stop stops it.");
        }
    }
}
