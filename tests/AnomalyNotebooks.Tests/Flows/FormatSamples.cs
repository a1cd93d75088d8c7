namespace AnomalyNotebooks.Tests.Flows;

/// <summary>A few lines of each known format, made up for tests.</summary>
internal static class FormatSamples
{
    public const string Zeek =
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
        + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlabel\n"
        + "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tstring\n"
        + "1600000000.5\tC1\t10.0.0.1\t5000\t10.0.0.2\t80\ttcp\thttp\t1.25\t100\t2000\tSF\tT\tBenign\n"
        + "1600000001.5\tC2\t10.0.0.1\t5001\t10.0.0.2\t81\ttcp\t-\t-\t-\t-\tS0\tF\tMalicious\n"
        + "#close\t2020-09-13-12-26-42\n";

    public const string ZeekJson =
        "{\"ts\":1600000000.5,\"uid\":\"C1\",\"id.orig_h\":\"10.0.0.1\",\"id.resp_p\":80,\"proto\":\"tcp\",\"service\":\"http\",\"duration\":1.25,"
        + "\"orig_bytes\":100,\"resp_bytes\":2000,\"conn_state\":\"SF\",\"local_orig\":true}\n"
        + "{\"ts\":1600000001.5,\"uid\":\"C2\",\"proto\":\"tcp\",\"conn_state\":\"S0\",\"local_orig\":false,\"tunnel_parents\":[\"a\"],\"more\":{\"x\":[1]}}\n";

    public const string Argus =
        "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n"
        + "2018/05/10 10:52:47.283479,0.045,tcp,10.0.0.1,1000,   ->,10.0.0.2,0x0050,FIN,0,0,10,1000,600,flow=From-Normal-V42\n"
        + "2018/05/10 10:52:48.000000,1.5,udp,10.0.0.3,,  <->,10.0.0.2,53,CON,,,2,200,100,flow=From-Botnet-V42-UDP\n";

    public const string Nfdump =
        "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out\n"
        + "2020-09-13 12:26:40.123,2020-09-13 12:26:41.123,1.000,10.0.0.1,10.0.0.2,1000,80,TCP,...AP.SF,0,0,10,1000,8,9000,1,2\n"
        + "2020-09-13 12:26:42.000,2020-09-13 12:26:42.000,0.000,10.0.0.1,10.0.0.2,1001,53,UDP,........,0,0,1,60,0,0,1,2\n"
        + "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n2,1060,11,1,1,1\n";

    public const string NslKdd =
        "0,tcp,http,SF,181,5450,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,8,8,0.00,0.00,0.00,0.00,1.00,0.00,0.00,9,9,1.00,0.00,0.11,0.00,0.00,0.00,0.00,0.00,normal,20\n"
        + "0,tcp,private,REJ,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,229,10,0.00,0.00,1.00,1.00,0.04,0.06,0.00,255,10,0.04,0.06,0.00,0.00,0.00,0.00,1.00,1.00,neptune,21\n";

    public const string RawUnsw =
        "10.0.0.1,0x000b,10.0.0.2,53,udp,CON,0.001055,132,164,31,29,0,0,dns,500473.9375,621800.9375,2,2,0,0,0,0,66,82,0,0,0,0,1421927414,1421927414,0.017,0.013,0,0,0,0,0,,, ,3,7,1,3,1,1,1,,0\n"
        + "10.0.0.3,1043,10.0.0.2,80,tcp,FIN,1.5,1320,1640,254,252,2,1,http,7040,8746,10,8,255,255,7,8,132,205,1,300,3,4,1421927415,1421927416,166.6,214.2,0.02,0.01,0.01,0,1,1,0,0,1,1,1,1,1,1,1, Exploits ,1\n";

    public static TheoryData<string, string> All => new()
    {
        { "Zeek conn.log", Zeek }, { "Zeek conn.log", ZeekJson }, { "Argus", Argus }, { "nfdump", Nfdump }, { "NSL-KDD", NslKdd },
        { "UNSW-NB15 raw", RawUnsw }, { "UNSW-NB15", string.Join('\n', FlowCsv.Header, FlowCsv.NormalLine, FlowCsv.AttackLine) + "\n" },
    };

    public static FlowTable Read(string text, FlowSchema? schema = null) =>
        FlowReader.Read(System.Text.Encoding.UTF8.GetBytes(text), "flows", schema);
}
