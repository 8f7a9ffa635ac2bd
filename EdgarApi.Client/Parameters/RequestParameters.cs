namespace EdgarApi.Client.Parameters;

/// <summary>What a request asks for. A member that is null or empty has the default of the API.</summary>
public abstract record RequestParameters
{
    private protected RequestParameters()
    {
    }

    /// <summary>Adds the parameters to a query string.</summary>
    private protected abstract void AddTo(QueryText query);

    /// <summary>Gets path and query of the request.</summary>
    internal string GetTarget(string path)
    {
        var query = new QueryText();
        AddTo(query);
        return path + query;
    }
}

/// <summary>The parameters of a company's profile: none.</summary>
public sealed record ProfileParameters : RequestParameters
{
    private protected override void AddTo(QueryText query)
    {
    }
}
