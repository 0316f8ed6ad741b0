"""A short file of each form, with numbers of our own.

The device file and the objects are made after public files: those of github.com/Gurux/Gurux.DLMS.AMI4, and what
gurux-dlms 1.0.203 saves.
"""

from __future__ import annotations

from typing import Any

GXC = """<?xml version="1.0" encoding="utf-8"?>
<ArrayOfGXDLMSDevice xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="Gurux1">
  <GXDLMSDevice>
    <Authentication>Low</Authentication>
    <Password>3031323334353637</Password>
    <BlockCipherKey>000102030405060708090A0B0C0D0E0F</BlockCipherKey>
    <LogicalAddress>1</LogicalAddress>
    <ClientAddress>18</ClientAddress>
    <PduSize>1007</PduSize>
    <Name>Low</Name>
    <Conformance>12089344</Conformance>
    <Manufacturer>ACM</Manufacturer>
    <UseLN>true</UseLN>
    <Objects2>
      <GXDLMSObject xsi:type="GXDLMSRegister">
        <Version>0</Version>
        <LogicalName>1.0.1.8.0.255</LogicalName>
        <Description>Energy</Description>
        <Attributes>
          <Item><Index>1</Index><Type>OctetString</Type><Access>1</Access></Item>
          <Item><Index>2</Index><Type>UInt32</Type><Access>0</Access></Item>
          <Item><Index>3</Index><UIType>String</UIType><AccessSelector>0</AccessSelector></Item>
          <Item><Index>4</Index><Access>0</Access><Access3>21</Access3></Item>
        </Attributes>
        <Methods>
          <Item><Index>1</Index><MethodAccess>1</MethodAccess></Item>
          <Item><Index>2</Index></Item>
        </Methods>
        <Scaler>0.001</Scaler>
        <Unit>30</Unit>
      </GXDLMSObject>
      <GXDLMSObject xsi:type="GXDLMSProfileGeneric">
        <Version>1</Version>
        <LogicalName>1.0.99.1.0.255</LogicalName>
        <Attributes>
          <Item><Index>2</Index><AccessSelector>6</AccessSelector></Item>
        </Attributes>
        <CaptureObjects>
          <GXKeyValuePairOfGXDLMSObjectGXDLMSCaptureObject>
            <Key xsi:type="GXDLMSClock"><LogicalName>0.0.1.0.0.255</LogicalName></Key>
            <Value><AttributeIndex>2</AttributeIndex><DataIndex>0</DataIndex></Value>
          </GXKeyValuePairOfGXDLMSObjectGXDLMSCaptureObject>
        </CaptureObjects>
      </GXDLMSObject>
      <GXDLMSObject xsi:type="GXDLMSSecuritySetup">
        <Version>0</Version>
        <LogicalName>0.0.43.0.0.255</LogicalName>
        <Gak>0NHS09TV1tfY2drb3N3e3w==</Gak>
      </GXDLMSObject>
    </Objects2>
  </GXDLMSDevice>
  <GXDLMSDevice>
    <Name>Short</Name>
    <UseLN>false</UseLN>
    <Objects2>
      <GXDLMSObject xsi:type="GXDLMSRegister">
        <ShortName>1040</ShortName>
        <LogicalName>0.0.97.97.0.255</LogicalName>
        <Attributes><Item><Index>2</Index></Item></Attributes>
      </GXDLMSObject>
    </Objects2>
  </GXDLMSDevice>
  <GXDLMSDevice><Name>Empty</Name></GXDLMSDevice>
</ArrayOfGXDLMSDevice>
"""

OBJECTS = """<?xml version="1.0" ?>
<Objects>
  <GXDLMSData>
    <LN>0.0.96.1.0.255</LN>
    <Access>13</Access>
    <MethodAccess/>
    <Value Type="9">30 30 30</Value>
  </GXDLMSData>
  <GXDLMSData>
    <SN>1000</SN>
    <LN>0.0.96.1.2.255</LN>
    <Value Type="1"><Item Type="5">-1</Item><Item Type="10">text</Item><Item Type="3">True</Item></Value>
  </GXDLMSData>
  <GXDLMSRegister>
    <LN>1.0.1.8.0.255</LN>
    <Access>116</Access>
    <MethodAccess>1</MethodAccess>
    <Unit>30</Unit>
    <Scaler>0.001</Scaler>
    <Value Type="6">5</Value>
  </GXDLMSRegister>
  <GXDLMSProfileGeneric>
    <LN>1.0.99.1.0.255</LN>
    <Version>1</Version>
    <CaptureObjects>
      <Item><ObjectType>8</ObjectType><LN>0.0.1.0.0.255</LN><Attribute>2</Attribute><Data>0</Data></Item>
    </CaptureObjects>
  </GXDLMSProfileGeneric>
</Objects>
"""

# As gurux-dlms 1.0.203 writes the same APDUs.
SIMPLE = """<GetRequest>
  <GetRequestNormal>
    <InvokeIdAndPriority Value="C1" />
    <AttributeDescriptor>
      <ClassId Value="0007" />
      <InstanceId Value="0100630100FF" />
      <AttributeId Value="02" />
    </AttributeDescriptor>
    <AccessSelection>
      <AccessSelector Value="02" />
      <AccessParameters>
        <Structure Qty="02" ><UInt32 Value="00000001" /><UInt16 Value="0000" /></Structure>
      </AccessParameters>
    </AccessSelection>
  </GetRequestNormal>
</GetRequest>
<!-- a remark of the translator -->
<GetResponse>
  <GetResponseNormal>
    <InvokeIdAndPriority Value="C1" />
    <Result>
      <Data>
        <Structure Qty="0D" >
          <None />
          <Boolean Value="True" />
          <BitString Value="110" />
          <Int8 Value="FF" />
          <Int16 Value="FFFE" />
          <UInt64 Value="0000000000000002" />
          <Enum Value="1E" />
          <Float32 Value="3F800000" />
          <OctetString Value="0100" />
          <String Value="AB" />
          <StringUTF8 Value="AB" />
          <Array Qty="00" ></Array>
          <DateTime Value="07E00101FF000000FF800000" />
        </Structure>
      </Data>
    </Result>
  </GetResponseNormal>
</GetResponse>
<?xml version="1.0" encoding="utf-8"?>
<GetRequest><GetRequestWithList><InvokeIdAndPriority Value="C1" />
  <AttributeDescriptorList Qty="02" >
    <AttributeDescriptorWithSelection><AttributeDescriptor>
      <ClassId Value="0003" /><InstanceId Value="0100010800FF" /><AttributeId Value="02" />
    </AttributeDescriptor></AttributeDescriptorWithSelection>
    <AttributeDescriptorWithSelection><AttributeDescriptor>
      <ClassId Value="0003" /><InstanceId Value="0100010800FF" /><AttributeId Value="03" />
    </AttributeDescriptor></AttributeDescriptorWithSelection>
  </AttributeDescriptorList></GetRequestWithList></GetRequest>
<GetResponse><GetResponseWithList><InvokeIdAndPriority Value="C1" />
  <Result Qty="02" ><Data><UInt8 Value="05" /></Data><DataAccessError Value="ReadWriteDenied" /></Result>
</GetResponseWithList></GetResponse>
"""
SIMPLE_VALUE = (
    "020d 00 0301 0403c0 0fff 10fffe 150000000000000002 161e 173f800000 09020100 0a024142"
    " 0c024142 0100 1907e00101ff000000ff800000"
)

STANDARD = """<?xml version="1.0" encoding="utf-8"?>
<x:xDLMS-APDU xmlns:x="http://www.dlms.com/COSEMpdu">
<x:get-request><x:get-request-normal>
  <x:invoke-id-and-priority>193</x:invoke-id-and-priority>
  <x:cosem-attribute-descriptor>
    <x:class-id>3</x:class-id><x:instance-id>0100010800FF</x:instance-id><x:attribute-id>3</x:attribute-id>
  </x:cosem-attribute-descriptor>
</x:get-request-normal></x:get-request>
</x:xDLMS-APDU>
<?xml version="1.0" encoding="utf-8"?>
<x:xDLMS-APDU xmlns:x="http://www.dlms.com/COSEMpdu">
<x:get-response><x:get-response-with-data-block>
  <x:invoke-id-and-priority>193</x:invoke-id-and-priority>
  <x:result><x:last-block>0</x:last-block><x:block-number>1</x:block-number>
    <x:result><x:raw-data>0202</x:raw-data></x:result></x:result>
</x:get-response-with-data-block></x:get-response>
</x:xDLMS-APDU>
<x:xDLMS-APDU xmlns:x="http://www.dlms.com/COSEMpdu">
<x:get-request><x:get-request-next>
  <x:invoke-id-and-priority>193</x:invoke-id-and-priority><x:block-number>1</x:block-number>
</x:get-request-next></x:get-request>
</x:xDLMS-APDU>
<x:xDLMS-APDU xmlns:x="http://www.dlms.com/COSEMpdu">
<x:get-response><x:get-response-with-data-block>
  <x:invoke-id-and-priority>193</x:invoke-id-and-priority>
  <x:result><x:last-block>1</x:last-block><x:block-number>2</x:block-number>
    <x:result><x:raw-data>0FFD161E</x:raw-data></x:result></x:result>
</x:get-response-with-data-block></x:get-response>
</x:xDLMS-APDU>
"""

# In the form of the collections of public meters, with numbers of our own.
ROWS: dict[str, Any] = {
    "source": {
        "repo": "owner/name",
        "path": "meters/one.xml",
        "licence": "MIT",
        "meter": {"vendor": "ACME", "model": "M1", "firmware": "1.2", "country": "NL"},
        "real": True,
    },
    "association": {
        "name": "Low",
        "client": "18",
        "authentication": "Low",
        "use_ln": False,
        "conformance": "12089344",
        "pdu_size": "1007",
        "baud": 9600,
    },
    "rows": [
        {
            "class_id": 3,
            "version": None,
            "logical_name": "1.0.1.8.0.255",
            "short_name": 1000,
            "attribute": 2,
            "access_rights": "R",
            "tag": 6,
        },
        {
            "class_id": 3,
            "version": 0,
            "logical_name": "1.0.1.8.0.255",
            "short_name": 1000,
            "attribute": 3,
            "access_rights": "aRW",
            "raw_hex": "02020F00161E",
            "derived": "encoded anew",
            "access_selectors_mask": 6,
            "note": "kept",
        },
        {
            "class_id": 1,
            "version": 0,
            "logical_name": "0.x.96.1.0.255",
            "attribute": 2,
        },
    ],
    "methods": [
        {
            "class_id": 3,
            "version": 0,
            "logical_name": "1.0.1.8.0.255",
            "short_name": 1000,
            "method": 1,
            "access": "A",
            "parameter": "integer",
        }
    ],
}

# Made after the profiles of Apache-2.0 github.com/OSGP/open-smart-grid-platform, shortened.
PROFILE = {
    "profile": "SMR",
    "version": "5.2",
    "description": "A profile",
    "inherit": {"profile": "SMR", "version": "5.1"},
    "properties": [],
    "objects": [
        {
            "tag": "ALARM_REGISTER_2",
            "description": "Alarm register 2",
            "note": None,
            "class-id": 1,
            "version": 0,
            "obis": "0.0.97.98.1.255",
            "group": "ELECTRICITY",
            "meterTypes": ["SP", "PP"],
            "properties": {},
            "attributes": [
                {
                    "id": 2,
                    "description": "value",
                    "datatype": "double-long-unsigned",
                    "valuetype": "FIXED_IN_PROFILE",
                    "value": "900",
                    "access": "RW",
                }
            ],
        },
        {
            "tag": "EMPTY",
            "class-id": 1,
            "version": 0,
            "obis": "0.0.97.98.2.255",
            "attributes": [],
        },
        {
            "tag": "ANY",
            "class-id": 1,
            "version": 0,
            "obis": "0.x.24.1.0.255",
            "attributes": [],
        },
    ],
}

TABLE = """\
Object model of ACME;;;;;;;
OBIS code;Class ID;Version;Attribute;Name;Data type;Access rights;Remark
1-0:1.8.0*255;3;0;1;logical_name;octet-string;R;
;;;2;value;double-long-unsigned;R;billed
;;;3;scaler_unit;scal_unit_type;R/W;
Clocks;;;;;;;
0.0.1.0.0.255;8;0;2 time;time;octet-string;aRW;
0-x:24.1.0*255;72;1;1;;;R;
"""
