namespace EdgarApi.AppHost.RunFiles;

/// <summary>
/// A file that describes the running system to scripts. It is replaced as a whole and, since most hold secrets, readable by its owner only.
/// </summary>
internal sealed class RunFile(string folder, string name, bool isSecret = true)
{
    private readonly string _path = Path.Combine(folder, name);
    private string? _content;

    public void Write(string content)
    {
        if (content == _content) return;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var draft = $"{_path}.draft";
        using (var writer = new StreamWriter(draft, options)) writer.Write(content);
        File.Move(draft, _path, overwrite: true);
        _content = content;
    }

    public void Delete() => File.Delete(_path);
}
