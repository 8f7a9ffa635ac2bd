using System.Globalization;
using System.Text;

namespace EdgarApi.Client.Parameters;

/// <summary>Writes a query string. Values that are null or empty are left out.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    public void Add(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }

    public void Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", null => null });

    public void Add(string name, DateOnly? value) => Add(name, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public void Add(string name, DateTimeOffset? value) => Add(name, value?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public void Add(string name, IReadOnlyList<string> values) => Add(name, string.Join(',', values));

    public override string ToString() => _text.ToString();
}
