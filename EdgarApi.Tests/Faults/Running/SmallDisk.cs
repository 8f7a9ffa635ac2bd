using System.Diagnostics;
using System.Globalization;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>A disk of a few megabytes in memory, which can fill up or become read-only. Mounting needs root.</summary>
internal sealed class SmallDisk
{
    private const string Filler = "filler";

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>Mounts a disk at a folder, which is created.</summary>
    public static async Task<SmallDisk> MountAsync(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        await ShellAsync(string.Create(CultureInfo.InvariantCulture, $"mount -t tmpfs -o size={megabytes}m edgar-tests '{folder}'"));
        return new SmallDisk(folder);
    }

    /// <summary>Leaves no byte free.</summary>
    public Task FillAsync() => ShellAsync($"cat /dev/zero > '{_folder}/{Filler}' 2>/dev/null || true");

    public Task EmptyAsync() => ShellAsync($"rm -f '{_folder}/{Filler}'");

    /// <summary>
    /// Lets nobody create, remove or open a file for writing: files that are already open for writing would prevent a remount, so a second,
    /// read-only mount hides the folder.
    /// </summary>
    public Task MakeReadOnlyAsync() => ShellAsync($"mount --bind '{_folder}' '{_folder}' && mount -o remount,bind,ro '{_folder}'");

    public Task MakeWritableAsync() => ShellAsync($"umount -l '{_folder}'");

    public Task UnmountAsync() => ShellAsync($"umount -l '{_folder}'");

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, command);
    }
}
